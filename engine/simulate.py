"""Plays a pathway without a server: one loop over what an author wrote, what people do, and the time that passes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from engine.acts import By
from engine.cast import Cast
from engine.decide import Decision, decide, wake_at
from engine.events import Event, EventRefused, TimePassed
from engine.journey import Journey, from_json, to_json
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
    """One event and what followed. `line` is the author's own, if it was theirs; then `event` may be None."""

    by: By | Literal["time", "author"]
    at: datetime
    event: Event | None
    decision: Decision
    line: Line | None = None


class LineRefused(Exception):
    """An author's line that cannot be true of the journey, in the engine's words."""

    def __init__(self, line: Line, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(why)


class NeverStops(Exception):
    """Time does not get on any more, or the journey goes round in a circle."""


def unchanged(journey: Journey) -> Journey:
    return journey


def through_json(journey: Journey) -> Journey:
    """Write the journey down and read it back, as a restart does; the two must be one."""
    read = from_json(to_json(journey))
    assert read == journey, "a journey read back from JSON differs from the one that was written"
    return read


def play(
    pathway: Pathway,
    journey: Journey,
    cast: Cast,
    lines: Sequence[Line],
    until: datetime,
    between: Callable[[Journey], Journey] = unchanged,
    at_most: int = EVENTS_PER_JOURNEY,
) -> Iterator[Happened]:
    """Everything that happens to one patient, in order, up to `until`. What an author wrote comes first at its time."""
    ahead = list(reversed(lines))
    for _ in range(at_most):
        line = ahead[-1] if ahead else None
        act, wake = cast.next(journey), wake_at(pathway, journey)
        moments = [found.at for found in (line, act, wake) if found is not None]
        first = min(moments, default=until + A_MOMENT)
        if first > until:
            return
        if line is not None and line.at <= first:
            ahead.pop()
            happened = _author(pathway, journey, line)
        elif act is not None and act.at <= first:
            cast.take()
            happened = Happened(act.by, act.at, act.event, decide(pathway, journey, act.event))
        else:
            event = TimePassed(at=first)
            happened = Happened("time", first, event, decide(pathway, journey, event))
        journey = between(happened.decision.journey)
        if happened.event is not None:
            cast.hear(happened.event, happened.decision.commands, journey)
        yield happened
    raise NeverStops(f"more than {at_most} events, and still no end")


def _author(pathway: Pathway, journey: Journey, line: Line) -> Happened:
    try:
        event = line.event(journey)
        decision = Decision(journey, (), ()) if event is None else decide(pathway, journey, event)
    except EventRefused as refused:
        raise LineRefused(line, str(refused)) from refused
    return Happened("author", line.at, event, decision, line)
