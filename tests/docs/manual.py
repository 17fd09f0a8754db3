"""The manual as a program: its chapters and examples, what each example does, and how that gets into the manual.

    .venv/bin/python -m tests.docs.manual

writes anew what stands below the dated lines of every example, and below the commands here and in README.md. Read the diff before you commit it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import get_args

from engine.conditions import Condition
from engine.events import EventRefused
from engine.journey import Journey
from engine.judge import judge
from engine.ladders import Ladder, Severity, ladder, tell
from engine.language import after, finish, rule, stage, wait
from engine.phrases import Unclear
from engine.spans import clinic_days, months
from engine.turn import Turn
from engine.words import NamedStep, OnEnding, Pathway, Rule, Stage, Therapy
from tests.docs.console import ran_anew
from tests.docs.timeline import DATED, TIME, Player

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs/writing-a-pathway.md"
WITH_COMMANDS = (MANUAL, ROOT / "README.md")
CHAPTER = re.compile(r"(?m)^## (?P<title>.+)$")
BLOCK = re.compile(r"(?ms)^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$")
CONDITIONS = get_args(get_args(Condition)[0])
WATCH = "watch"
HIDDEN = frozenset({"enrolled", "care", "until_the_example_ends", "care_ends", WATCH})
TASK_LADDER = ladder("RL-F", tell(clinic_days(0), "owner"), again=clinic_days(1))


@dataclass(frozen=True)
class Example:
    """A python block, and the text block that shows what it does to one patient, if there is one."""

    line: int
    source: str
    shown: str | None = None
    reasons: bool = False
    place: tuple[int, int] = (0, 0)


@dataclass
class Chapter:
    """Examples that are run in order, with the same names; each chapter begins with the `python imports`."""

    title: str
    examples: list[Example] = field(default_factory=list)

    def played(self, imports: str) -> Iterator[tuple[Example, str]]:
        """Each example that is shown, with what it does now."""
        names: dict[str, object] = {}
        _run(imports, 0, names)
        for example in self.examples:
            value = _run(example.source, example.line, names)
            if example.shown is not None:
                yield example, _told(example, value, names)


def read(text: str) -> tuple[str, list[Chapter]]:
    """The imports, and the chapters; what stands before the first headline is one without a title."""
    imports, chapters = "", [Chapter("")]
    for found in sorted([*BLOCK.finditer(text), *CHAPTER.finditer(text)], key=lambda found: found.start()):
        if found.re is CHAPTER:
            chapters.append(Chapter(found["title"]))
            continue
        examples = chapters[-1].examples
        match found["info"]:
            case "python imports":
                imports = found["body"]
            case "python":
                examples.append(Example(text[: found.start()].count("\n") + 1, found["body"]))
            case "text" | "text why":
                _show(examples, found)
    return imports, chapters


def _show(examples: list[Example], story: re.Match[str]) -> None:
    """A story belongs to the python block above it; a second one plays that block once more."""
    last = examples[-1] if examples[-1].shown is not None else examples.pop()
    reasons = story["info"] == "text why"
    examples.append(Example(last.line, last.source, story["body"], reasons, story.span("body")))


def rewritten(text: str) -> str:
    """The manual with every story as it goes now."""
    imports, chapters = read(text)
    played = [pair for chapter in chapters for pair in chapter.played(imports)]
    for example, told in reversed(played):
        start, end = example.place
        text = text[:start] + told + text[end:]
    return text


def _run(source: str, line: int, names: dict[str, object]) -> object:
    """Run a block; what its last line makes is what the example is about."""
    tree = ast.parse("\n" * line + source, MANUAL.name)
    last = tree.body[-1]
    if isinstance(last, ast.Expr):
        tree.body[-1] = ast.copy_location(
            ast.Assign([ast.copy_location(ast.Name("_", ast.Store()), last)], last.value), last
        )
    exec(compile(tree, MANUAL.name, "exec"), names)  # noqa: S102  # the examples of our own manual
    target = "_" if isinstance(last, ast.Expr) else last.targets[0] if isinstance(last, ast.Assign) else ""
    return names.get(target.id if isinstance(target, ast.Name) else str(target))


def _told(example: Example, value: object, names: dict[str, object]) -> str:
    assert example.shown is not None
    lines = [line for line in example.shown.splitlines() if DATED.fullmatch(line) and not line.endswith(TIME)]
    made = [each for named in (*names.values(), value) for each in _flat(named)]
    player = Player(
        value if isinstance(value, Pathway) else _framed([*_flat(value)], made),
        written={each.name: each for each in made if isinstance(each, NamedStep)},
        hidden=frozenset() if isinstance(value, Pathway) else HIDDEN,
        reasons=example.reasons,
    )
    asked = [part for part in _flat(value) if isinstance(part, CONDITIONS)]
    if asked:
        player.more = Verdict(asked[0], player.pathway)
    try:
        return player.play(lines)
    except (EventRefused, Unclear) as error:
        raise AssertionError(f"{MANUAL.name}:{example.line} cannot be played: {error}") from error


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _framed(parts: list[object], made: list[object]) -> Pathway:
    """The pathway around an example: one stage that lasts a year, and what its chapter has written so far."""
    rules = [rule(WATCH, part) if isinstance(part, CONDITIONS) else part for part in parts]
    ladders = {each.name: each for each in (TASK_LADDER, *made) if isinstance(each, Ladder)}
    year = wait("until_the_example_ends", after("enrolled", months(12)))
    steps = [part for part in parts if isinstance(part, NamedStep)]
    return Pathway(
        name="example",
        title="Example",
        stages=tuple(part for part in parts if isinstance(part, Stage))
        or (stage("care", *steps, year, finish("care_ends", "over")),),  # type: ignore[arg-type]  # each is a Step
        therapies=tuple({each.name: each for each in made if isinstance(each, Therapy)}.values()),
        safety=tuple(part for part in rules if isinstance(part, Rule) and part.safety),
        rules=tuple(part for part in rules if isinstance(part, Rule) and not part.safety),
        ladders=tuple(ladders.values()),
        severities=tuple({each.name: each for each in made if isinstance(each, Severity)}.values()),
        endings=tuple(part for part in parts if isinstance(part, OnEnding)),
        baseline_until="START",
    )


class Verdict:
    """How a condition reads after each line, and on which facts."""

    def __init__(self, condition: Condition, pathway: Pathway) -> None:
        self.condition, self.pathway = condition, pathway

    def __call__(self, journey: Journey, at: datetime) -> tuple[str, ...]:
        facts: list[str] = []
        verdict = judge(self.condition, Turn(self.pathway, journey, at), facts)
        word = {True: "yes", False: "no", None: "undecided"}[verdict]
        return (f"{word}: {'; '.join(facts)}" if facts else word,)


if __name__ == "__main__":
    MANUAL.write_text(rewritten(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
    for file in WITH_COMMANDS:
        file.write_text(ran_anew(file.read_text(encoding="utf-8")), encoding="utf-8")
