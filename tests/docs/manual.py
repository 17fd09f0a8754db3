"""The manual as a program: its chapters and examples, what each example does, and how that is written back into it.

    .venv/bin/python -m tests.docs.manual

rewrites what stands below the dated lines of each example. Read the diff before you commit it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.conditions import Condition, _Condition
from engine.journey import Journey
from engine.judge import judge
from engine.ladders import Ladder, Severity, ladder, tell
from engine.language import after, finish, stage, wait
from engine.spans import clinic_days, months
from engine.turn import Turn
from engine.words import NamedStep, OnEnding, Pathway, Rule, Stage, Step, Therapy
from tests.docs.timeline import TIME, Player

MANUAL = Path(__file__).parents[2] / "docs/writing-a-pathway.md"
BLOCK = re.compile(r"(?ms)^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$")
CHAPTER = re.compile(r"(?m)^## (?P<title>.+)$")
HIDDEN = frozenset({"enrolled", "care", "until_the_example_ends", "care_ends"})
TASK_LADDER = ladder("RL-F", tell(clinic_days(0), "owner"), tell(clinic_days(1), "coordinator"))


@dataclass
class Example:
    """One python block, and the text block below it if what it does is shown."""

    chapter: str
    line: int
    source: str
    names: dict[str, object]
    story: str | None = None
    reasons: bool = False
    place: tuple[int, int] = (0, 0)

    @property
    def id(self) -> str:
        return f"{self.chapter}, line {self.line}"

    def play(self) -> str:
        """The story as it goes when the example is played."""
        assert self.story is not None
        return _player(_run(self.source, self.names), self.names, reasons=self.reasons).play(
            _dated_lines(self.story)
        )

    def run(self) -> None:
        _run(self.source, self.names)


def examples(text: str) -> Iterator[Example]:
    """In the order of the manual. The first block holds the imports that every chapter begins with."""
    imports, chapter, names, last = "", "", dict[str, object](), None
    for found in sorted([*BLOCK.finditer(text), *CHAPTER.finditer(text)], key=lambda found: found.start()):
        if found.re is CHAPTER:
            chapter, last, names = found["title"], None, _run_names(imports)
            continue
        info, *rest = found["info"].split()
        if info == "python" and not imports:
            imports = found["body"]
        elif info == "python":
            line = text[: found.start()].count("\n") + 1
            if last is not None:
                yield last
            last = Example(chapter, line, found["body"], names)
        elif info == "text" and last is not None:
            last.story, last.reasons, last.place = found["body"], "why" in rest, found.span("body")
            yield last
            last = None
