"""One patient of the demo and the people around them: they read what is asked of them, and act by the public doors."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg

from commandline.demo.answering import Pages
from commandline.demo.retrying import again
from commandline.demo.texting import Phone
from commandline.population import Fate
from engine import wire
from engine.cast import Cast, Sort
from engine.commands import Command
from engine.events import Answered, Event, TimePassed, VisitMoved, VisitsBooked
from engine.journey import Journey, from_json
from workflows.door import Door, Refused
from workflows.memory import Enrolment, PatientMemory, Receipt


def real_parts_do_it(step: str, sort: Sort) -> bool:
    """Visits are booked in the clinicians' calendars, and cases decided in the team's conferences, not by the cast."""
    return sort in ("booking", "conference")


@dataclass(kw_only=True)
class Lane:
    """Moves through one patient's time on its own; what patients share waits for the end of the window.

    With `pages`, the patient answers there whenever a text has brought them a link.
    """

    door: Door
    reader: asyncpg.Pool
    enrolment: Enrolment
    memory: PatientMemory
    cast: Cast
    fates: list[Fate]
    journey: Journey
    phone: Phone | None = None
    receipt: Receipt | None = None
    read: int = 0
    pages: Pages | None = None

    def next_at(self) -> datetime | None:
        """The earliest thing that anybody does or that time brings; None if there is nothing any more."""
        if self.receipt is None:
            return self.enrolment.event.at
        moments = [at for at in (self.receipt.next_at, self._next_act()) if at is not None]
        # What comes late, such as an answer to what was asked for a moment ago, comes now.
        return max(min(moments), self.receipt.now) if moments else None

    def _next_act(self) -> datetime | None:
        """The earliest thing that anybody does, or that life brings."""
        act = self.cast.next(self.journey)
        moments = [act.at] if act is not None else []
        moments += [fate.at for fate in self.fates[:1]]
        if self.phone is not None and (texts_at := self.phone.next_at()) is not None:
            moments.append(texts_at)
        return min(moments, default=None)

    def wants_at(self) -> datetime | None:
        """When it goes on, or has something to do that patients share."""
        return self.receipt.now if self.receipt is not None and self.receipt.waiting else self.next_at()

    async def advance(self, end: datetime, until: datetime) -> None:
        """Everything before `end`; time alone may then bring it further, but for nothing that patients share."""
        while (at := self.next_at()) is not None and at < end:
            await self._step(at, end, until)

    async def take_turn(self) -> None:
        self.receipt = await again(self.door.take_turn)
        await self._look()

    def waits(self, end: datetime) -> bool:
        """Whether something that patients share was asked for by `end`."""
        return self.receipt is not None and self.receipt.waiting > 0 and self.receipt.now <= end

    async def hear_of(self, at: datetime) -> None:
        """The team met, and may have told this patient's journey."""
        if self.receipt is not None:
            await self.take_turn()

    async def _step(self, at: datetime, end: datetime, until: datetime) -> None:
        if self.receipt is None:
            self.receipt = await again(lambda: self.door.enrol(self.enrolment, self.memory))
            await self._look()
            return
        if self.phone is not None and (words := self.phone.takes(at, self.journey)) is not None:
            await self._text(self.phone, words, at, end if self.waits(end) else until)
            return
        act, own = self.cast.next(self.journey), False
        if self.fates and self.fates[0].at <= at:
            event = self.fates.pop(0).event(self.journey)
        elif act is not None and act.at <= at:
            self.cast.take()
            event, own = act.event, act.by == "patient"
        else:
            event = TimePassed(at=at)
        if event is None:
            return
        until = end if self.waits(end) else until
        words = None if self.phone is None else self.phone.instead_of(event, self.journey)
        if self.phone is not None and words is not None:
            await self._text(self.phone, words, at, until)
        else:
            await self._tell(replace(event, at=max(event.at, at)), until, own=own)

    async def _tell(self, event: Event, until: datetime, *, own: bool = False) -> None:
        """`own`: the patient does it themselves. Up to the next act nobody is needed, unless the workflow asks for somebody: so far it goes on by itself."""
        act = self._next_act()
        until = until if act is None else min(act, until)
        if own and self.pages is not None and isinstance(event, Answered):
            receipt = await self.pages.answer(self.door.patient, self.enrolment.journey, event, until)
            if receipt is not None:
                self.receipt = receipt
                await self._look()
                return
        try:
            self.receipt = await again(lambda: self.door.tell(self.enrolment.journey, event, until))
        except Refused:
            return  # whoever is told that it does not fit any more lets it be
        await self._look()

    async def _text(self, phone: Phone, words: str, at: datetime, until: datetime) -> None:
        """What the patient says by text; what follows from it is heard by others, so only then it is looked at."""
        if words:
            await again(phone.types(words, at))
            await self._tell(TimePassed(at=at), until)

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
