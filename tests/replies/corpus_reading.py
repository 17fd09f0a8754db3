"""A corpus of what people write back: each line has the intents that a nurse would want found, what was asked, the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from replies.meaning import Asked, Reading

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Case:
    wanted: tuple[str, ...]
    """`number:7`, `red_flag:rf11` and `report:fall` carry what was to be found."""
    asked: Asked
    text: str


def cases(folder: Path = CORPUS) -> Iterator[Case]:
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                wanted, context, text = line.split(" | ", 2)
                yield Case(tuple(wanted.split()), _asked(context.split()), text)


def _asked(context: list[str]) -> Asked:
    return Asked(
        visit="visit" in context,
        number=(0, 10) if "number" in context else None,
        form="form" in context,
        opted_out="opted_out" in context,
    )


def found(reading: Reading) -> tuple[str, ...]:
    """In the words of the corpus."""
    return tuple(
        word
        for intent in reading.intents
        for word in {
            "red_flag": tuple(f"red_flag:{sign}" for sign in reading.signs),
            "report": tuple(f"report:{report}" for report in reading.reports),
            "number": (f"number:{reading.number}",),
        }.get(intent, (intent,))
    )
