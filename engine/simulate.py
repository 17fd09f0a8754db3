"""Plays a pathway without a server: one loop over what an author wrote, what people do, and the time that passes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from engine.acts import By
from engine.care import Attended, Care, attend, care_from_json, care_to_json, next_moment, pass_time
from engine.cast import Cast
from engine.commands import Command
from engine.events import Event, EventRefused, TimePassed
from engine.journey import Journey
from engine.words import Pathway

EVENTS_PER_JOURNEY = 50_000
"""More than a lifetime of care: a journey that goes on longer turns in a circle."""


A_MOMENT = timedelta(microseconds=1)


class Line(Protocol):
    """One line of an author: it becomes an event once it is known where the journey stands."""

    @property
    def at(self) -> datetime: ...

    @property
    def number(self) -> int: ...

    def event(self, journey: Journey) -> Event | None:
        """None if the line only says how people act from now on."""
        ...


@dataclass(frozen=True, slots=True)
class Happened:
    """One event and what followed: what was asked, what was said to the patient, and what was not.

    `line` is the author's own, if it was theirs; then `event` may be None.
    """

    by: By | Literal["time", "author"]
    at: datetime
    event: Event | None
    attended: Attended
    line: Line | None = None

    @property
    def journey(self) -> Journey:
        """Whoever is played is on one journey."""
        (journey,) = self.attended.care.journeys.values()
        return journey


class LineRefused(Exception):
    """An author's line that cannot be true of the journey, in the engine's words."""

    def __init__(self, line: Line, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(why)


class NeverStops(Exception):
    """Time does not get on any more, or the journey goes round in a circle."""


def unchanged(care: Care) -> Care:
    return care


def through_json(care: Care) -> Care:
    """Write all of the patient down and read it back, as a restart does; the two must be one."""
    read = care_from_json(care_to_json(care))
    assert read == care, "a patient read back from JSON differs from the one that was written"
    return read


def play(
    pathway: Pathway,
    journey: Journey,
    cast: Cast,
    lines: Sequence[Line],
    until: datetime,
    between: Callable[[Care], Care] = unchanged,
    at_most: int = EVENTS_PER_JOURNEY,
) -> Iterator[Happened]:
    """Everything that happens to one patient, in order, up to `until`. What an author wrote comes first at its time."""
    pathways, care, now = {journey.pathway: pathway}, Care(journeys={journey.id: journey}), None
    ahead = list(reversed(lines))
    for _ in range(at_most):
        journey = care.journeys[journey.id]
        line = ahead[-1] if ahead else None
        act, wake = cast.next(journey), None if now is None else next_moment(pathways, care, now)
        moments = [found.at for found in (line, act, wake) if found is not None]
        first = min(moments, default=until + A_MOMENT)
        if first > until:
            return
        if line is not None and line.at <= first:
            ahead.pop()
            happened = _author(pathways, care, journey, line)
        elif act is not None and act.at <= first:
            cast.take()
            happened = Happened(act.by, act.at, act.event, attend(pathways, care, journey.id, act.event))
        else:
            happened = Happened("time", first, TimePassed(at=first), pass_time(pathways, care, first))
        care, now = between(happened.attended.care), happened.at
        if happened.event is not None:
            cast.hear(happened.event, _heard(happened.attended), care.journeys[journey.id])
        yield happened
    raise NeverStops(f"more than {at_most} events, and still no end")


def _heard(attended: Attended) -> tuple[Command, ...]:
    """What is asked of people, and of the words to the patient those that were said."""
    return (*attended.commands, *(message for prompt in attended.prompts for message in prompt.messages))


def _author(pathways: Mapping[str, Pathway], care: Care, journey: Journey, line: Line) -> Happened:
    try:
        event = line.event(journey)
        attended = nothing(care) if event is None else attend(pathways, care, journey.id, event)
    except EventRefused as refused:
        raise LineRefused(line, str(refused)) from refused
    return Happened("author", line.at, event, attended, line)


def nothing(care: Care) -> Attended:
    return Attended(care, commands=(), prompts=(), silenced=(), notes=())
