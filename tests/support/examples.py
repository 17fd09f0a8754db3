"""Filled-in forms and what they score: how the examples of the instruments are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.scores import Value
from instruments.catalogue import instrument

Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A form and what it scores. `score` None means that there is no number."""

    of: str
    kind: str
    answers: Answers
    status: str = "complete"
    score: float | None = None
    band: str | None = None


def rated(value: Value, *items: str, **others: Value) -> Answers:
    """The same answer to all of these items."""
    return {**dict.fromkeys(items, value), **others}


def filled(name: str, *, yes_no: bool, **others: Value) -> Answers:
    """Every yes/no item answered alike, every other one with its first answer."""
    answers: dict[str, Value] = {}
    for item in instrument(name).items:
        response: Any = item.response
        match response.kind:
            case "yes_no":
                answers[item.id] = yes_no
            case "choice":
                answers[item.id] = response.options[0].code
            case "scale" | "count" | "number":
                answers[item.id] = response.low
    return {**answers, **others}


PHQ = tuple(f"q{number}" for number in range(1, 10))


def example(of: str, kind: str, answers: Answers, **expected: Any) -> Example:
    return Example(of=of, kind=kind, answers=answers, **expected)


def invalid(of: str, answers: Answers) -> Example:
    return Example(of=of, kind="out of range", answers=answers, status="invalid")


def unscored(of: str, answers: Answers, *, status: str = "not_scorable", band: str | None = None) -> Example:
    return Example(of=of, kind="missing", answers=answers, status=status, band=band)


def numbers(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{number}" for number in range(1, count + 1))


Point = tuple[Value, float, str | None]


def rising(
    of: str, ids: tuple[str, ...], low: Point, middle: Point, high: Point, **also: Value
) -> tuple[Example, ...]:
    """All items answered alike: the answer, the score, the band. All missing, and one that is not offered."""
    kinds = {"best": low, "middle": middle, "worst": high}
    return (
        *(
            example(of, kind, rated(answer, *ids, **also), score=score, band=band)
            for kind, (answer, score, band) in kinds.items()
        ),
        unscored(of, rated(None, *ids, **also)),
        invalid(of, rated(9999, *ids, **also)),
    )
