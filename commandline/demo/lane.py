"""One patient of the demo and the people around them: they read what is asked of them, and act by the public doors."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg

from commandline.demo.retrying import again
from commandline.population import Fate
from engine import wire
from engine.cast import Cast, Sort
from engine.commands import Command
from engine.events import Event, TimePassed, VisitMoved, VisitsBooked
from engine.journey import Journey, from_json
from workflows.door import Door, Refused
from workflows.memory import Enrolment, PatientMemory, Receipt


def real_parts_do_it(step: str, sort: Sort) -> bool:
    """Visits are booked in the clinicians' calendars, not by the cast."""
    return sort == "booking"


@dataclass(kw_only=True)
class Lane:
    """Moves through one patient's time on its own; what patients share waits for the end of the window."""

    door: Door
    reader: asyncpg.Pool
    enrolment: Enrolment
    memory: PatientMemory
    cast: Cast
    fates: list[Fate]
    journey: Journey
    receipt: Receipt | None = None
    read: int = 0
    now: datetime | None = None

    def next_at(self) -> datetime | None:
        """The earliest thing that anybody does or that time brings; None if there is nothing any more."""
        if self.receipt is None:
            return self.enrolment.event.at
        act = self.cast.next(self.journey)
        moments = [
            self.receipt.next_at,
            None if act is None else act.at,
            self.fates[0].at if self.fates else None,
        ]
        ahead = min((at for at in moments if at is not None), default=None)
        # What comes late, such as an answer to what was asked for a moment ago, comes now.
        return ahead if ahead is None or self.now is None else max(ahead, self.now)

    async def advance(self, until: datetime) -> None:
        while (at := self.next_at()) is not None and at < until:
            await self._step(at)

    async def take_turn(self) -> None:
        self.receipt = await again(self.door.take_turn)
        await self._look()

    @property
    def waits(self) -> bool:
        return self.receipt is not None and self.receipt.waiting > 0

    async def _step(self, at: datetime) -> None:
        self.now = at
        if self.receipt is None:
            self.receipt = await again(lambda: self.door.enrol(self.enrolment, self.memory))
            await self._look()
            return
        act = self.cast.next(self.journey)
        if self.fates and self.fates[0].at <= at:
            event = self.fates.pop(0).event(self.journey)
        elif act is not None and act.at <= at:
            self.cast.take()
            event = act.event
        else:
            self.receipt = await again(lambda: self.door.let_time_pass(at))
            await self._look()
            return
        if event is not None:
            await self._tell(replace(event, at=max(event.at, at)))

    async def _tell(self, event: Event) -> None:
        try:
            self.receipt = await again(lambda: self.door.tell(self.enrolment.journey, event))
        except Refused:
            return  # whoever is told that it does not fit any more lets it be
        await self._look()

    async def _look(self) -> None:
        """Read what is new for this patient, as the pages show it, and foresee who reacts."""
        rows = await again(lambda: self.reader.fetch(_NEWS, self.door.patient, self.read))
        state = await again(lambda: self.reader.fetchval(_STATE, self.enrolment.journey))
        if state is not None:
            self.journey = from_json(zlib.decompress(state))
        if rows:
            self.read = rows[-1]["number"]
        self._foresee(rows)

    def _foresee(self, rows: Sequence[asyncpg.Record]) -> None:
        for row in rows:
            if row["kind"] == "event" and row["what"] in (VisitsBooked.__name__, VisitMoved.__name__):
                self.cast.hear(wire.event_from(row["what"], row["body"]), (), self.journey)
            for command in _asked(row):
                self.cast.hear(TimePassed(at=row["at"]), (command,), self.journey)


def _asked(row: asyncpg.Record) -> tuple[Command, ...]:
    match row["kind"]:
        case "command":
            return (wire.command_from(row["what"], row["body"]),)
        case "prompt":
            return wire.prompt_from(row["body"]).messages
        case _:
            return ()


_NEWS = """
select number, at, kind, what, body::text as body from journal
where patient = $1 and number > $2 and kind in ('event', 'command', 'prompt') order by number
"""
_STATE = "select state from journey where id = $1"
