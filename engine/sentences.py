"""The sentences of a story: what each line of an author means, once it is known where the journey stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import phrases
from engine.cast import Sort
from engine.clinic import Clinic
from engine.habits import Forms
from engine.index import index_of
from engine.journey import Journey
from engine.phrases import Unclear
from engine.story import moment_in
from engine.words import Pathway, Step

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a line is read against: the pathway, the forms, the zones, and how ill the patient is by now."""

    pathway: Pathway
    forms: Forms
    zone: str
    clinic: Clinic
    level: Callable[[Journey, datetime], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One written line: who is told by it, about which step, and the words that were matched."""

    scene: Scene
    id: str
    number: int
    at: datetime
    verb: str
    said: Groups

    @property
    def step(self) -> str:
        return self.said.get("step") or ""

    def moment(self, words: str) -> datetime:
        day, _, clock = words.strip().partition(" ")
        return moment_in(self.number, day, clock or "09:00", self.scene.zone)

    def text(self, name: str) -> str:
        return self.said.get(name) or ""

    def of_pathway(self) -> Step | None:
        """None for a task of no step of its own, such as the review of a hold."""
        index = index_of(self.scene.pathway)
        if self.step in index.steps or self.step in ("hold_review", "fault"):
            return index.steps.get(self.step)
        why = phrases.maybe(self.step, list(index.steps))
        raise Unclear(f"{self.scene.pathway.name} has no step {self.step!r}{why}")


_STEP = r"(?P<step>\w+)"
_DAY = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"
_WHY = r" because (?P<why>.+)"
_PATTERNS: Mapping[str, tuple[Sort | None, str]] = {
    "enrolled": (None, r"enrolled(?P<pairs>( \S+=\S+)*)"),
    "answered": ("form", rf"answered {_STEP}(?P<pairs>( \S+=\S+)*)"),
    "unfinished": ("form", rf"unfinished {_STEP}(?: (?P<form>\w+))?(?P<pairs>( \S+=\S+)*)"),
    "writes": (None, r"writes (?P<form>\w+)(?P<pairs>( \S+=\S+)*)"),
    "declined": (None, rf"declined {_STEP}"),
    "unreachable": (None, rf"unreachable {_STEP}"),
    "booked": ("booking", rf"booked {_STEP} (?P<days>{_DAY}(, ?{_DAY})*)"),
    "no slot": ("booking", rf"no slot for {_STEP}"),
    "moved": ("visit", rf"moved {_STEP} to (?P<days>{_DAY})(?: visit (?P<visit>\d+))?"),
    "visit": ("visit", rf"(?P<news>attended|missed|cancelled|confirmed) {_STEP}(?: visit (?P<visit>\d+))?"),
    "took up": ("task", rf"took up {_STEP}"),
    "done": ("task", rf"done {_STEP}(?: (?P<outcome>\w+))?"),
    "decided": ("conference", rf"decided {_STEP}(?: (?P<outcome>\w+))?(?: plan=(?P<plan>\S+))?"),
    "no quorum": ("conference", rf"no quorum {_STEP}(?: missing (?P<missing>.+))?"),
    "plan": (None, rf"plan (?P<plan>\S+){_WHY}"),
    "reports": (None, r"reports (?P<report>\w+)(?P<details>( \w+)*)"),
    "facts": (None, r"facts(?P<pairs>( \S+=\S+)+)"),
    "flags": (None, r"flags (?P<flags>\S+)"),
    "on hold": (None, rf"on hold (?P<why>\w+) until (?P<days>{_DAY})"),
    "by hand": (None, rf"(?P<hand>skips|repeats) {_STEP}{_WHY}"),
    "moves step": (None, rf"moves {_STEP} to (?P<days>{_DAY}){_WHY}"),
    "moves": (None, r"moves to (?P<zone>[A-Z][\w/]+)"),
    "ends": (None, r"(?P<end>withdraws|dies|transfers|resumes)"),
}


def read_line(scene: Scene, number: int, at: datetime, words: str) -> tuple[Line, Sort | None]:
    """The sentence, and the sort of thing that its author takes into their own hands. Raises Unclear."""
    for verb, (sort, pattern) in _PATTERNS.items():
        found = re.fullmatch(pattern, words)
        if found is not None:
            line = Line(scene, f"story:{number}", number, at, verb, found.groupdict())
            if line.step:
                line.of_pathway()
            return line, sort
    verb = words.partition(" ")[0]
    known = [word for pattern in _PATTERNS.values() for word in re.findall(r"[a-z]{4,}", pattern[1])]
    raise Unclear(f"this sentence is not known: {words}{phrases.maybe(verb, known)}")
