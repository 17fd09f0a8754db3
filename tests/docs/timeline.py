"""Plays one patient through an example: dated lines in, the same lines with what follows from them out.

The lines are those of a story (`engine/sentences.py`), but nobody acts unless a line says so.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from engine.decide import decide, wake_at
from engine.events import Event, EventRefused, StepAdded, TimePassed
from engine.habits import Answers
from engine.journey import Journey, from_json, to_json
from engine.retelling import event_of
from engine.scores import Score, Value
from engine.sentences import Scene, read_line
from engine.telling import clock_of, done_in_words
from engine.words import NamedStep, Pathway
from engine.zones import local
from instruments.catalogue import instrument, score_all
from pathways.clinic import CLINIC

DATED = re.compile(r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)  (?P<words>.+)")
TIME = "(time)"
BECAUSE = "      because "
MANUAL = "writing-a-pathway.md"


class Forms:
    """The questionnaires as they are; what a line leaves out is left out."""

    def items(self, name: str) -> tuple[str, ...]:
        return instrument(name).item_ids

    def ordinary(self, name: str, level: float) -> Mapping[str, Value]:
        return {}

    def coded(self, name: str, answers: Mapping[str, Value]) -> Mapping[str, Value]:
        return instrument(name).coded(answers)

    def scores(self, answers: Answers) -> tuple[Score, ...]:
        return score_all(answers)


@dataclass
class Player:
    """One patient on one pathway. `hidden` are steps of the frame around an example, which are not told about."""

    pathway: Pathway
    written: Mapping[str, NamedStep] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    reasons: bool = False
    more: Callable[[Journey, datetime], tuple[str, ...]] = lambda journey, at: ()

    def __post_init__(self) -> None:
        self.journey = Journey(id="example", pathway=self.pathway.name)
        self._numbers = count(1)

    def play(self, lines: list[str]) -> str:
        """Each dated line with what follows; between them the moments at which time alone does something."""
        told: list[str] = []
        for line in lines:
            found = DATED.fullmatch(line)
            assert found is not None, f"this is no dated line: {line!r}"
            there = datetime.fromisoformat(found["at"])
            at = local(there.date(), there.time(), self._zone)
            told += self._until(at)
            told.append("\n".join((line, *self._follow(at, found["words"]))))
        return "\n\n".join(told) + "\n"

    @property
    def _zone(self) -> str:
        return CLINIC.zone if self.journey.status == "new" else self.journey.zones[-1][1]

    def _until(self, end: datetime) -> Iterator[str]:
        while (
            self.journey.status != "new" and (wake := wake_at(self.pathway, self.journey)) and wake.at < end
        ):
            told = self._decide(TimePassed(at=wake.at))
            if told:
                yield "\n".join((f"{clock_of(self.journey).dated(wake.at)}  {TIME}", *told))

    def _follow(self, at: datetime, words: str) -> tuple[str, ...]:
        try:
            return self._decide(self._event(at, words))
        except EventRefused as refused:
            return (f"    refused: {refused}",)

    def _event(self, at: datetime, words: str) -> Event:
        number = next(self._numbers)
        if words == "end":
            return TimePassed(at=at)
        if words.startswith("adds "):
            _, name, _, why = words.split()
            return StepAdded(id=f"line:{number}", at=at, added=self.written[name], reason=why)  # type: ignore[arg-type]  # each is a Step
        scene = Scene(
            pathway=self.pathway, forms=Forms(), zone=self._zone, clinic=CLINIC, level=lambda journey, at: 0
        )
        line, _ = read_line(scene, number, at, words)
        return event_of(line, self.journey)

    def _decide(self, event: Event) -> tuple[str, ...]:
        decision = decide(self.pathway, self.journey, event)
        self.journey = from_json(to_json(decision.journey))
        notes = tuple(note for note in decision.notes if note.step not in self.hidden)
        told = done_in_words(event, replace(decision, notes=notes), clock_of(self.journey))
        lines = (line.replace(f" ({MANUAL})", "") for line in told)
        return (
            *(line for line in lines if self.reasons or not line.startswith(BECAUSE)),
            *(f"    {text}" for text in self.more(self.journey, event.at)),
        )
