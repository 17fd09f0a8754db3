"""A person decides when a visit is: moves one that is booked, or chooses times where none could be booked by rule.

The time is held here first, and the journey hears of it then. If the journey refuses, the visit is moved back.
"""

from collections.abc import Sequence
from datetime import datetime

from database.appointments import Gone, hold, hold_instead, starts_of
from database.booking import Booked, NotWanted, free_time
from database.free_slots import FreeTime, Slot
from database.pool import Connection
from database.series import other_series
from database.visits import search_for_update, settle
from engine.zones import said, utc


class NotFree(Exception):
    """Somebody who is needed is not free, or the time is outside what may be booked. Nothing was changed."""

    def __init__(self, start: datetime, zone: str) -> None:
        super().__init__(f"{said(start, zone)} is not free for this visit")


class NotAhead(Exception):
    """The visit is over, cancelled, or was never booked. Nothing was changed."""

    def __init__(self, key: str, number: int) -> None:
        super().__init__(f"{key} has no visit number {number} ahead")


async def move(  # which visit is four words, and when is two
    connection: Connection, journey: str, key: str, number: int, start: datetime, now: datetime
) -> datetime:
    """When the visit was before. By the same clinician if it can be."""
    async with connection.transaction():
        search = await search_for_update(connection, journey, key)
        appointment = search.appointment(number)
        row = await connection.fetchrow(
            "select clinician, starts_at from appointment where id = $1 and state in ('booked', 'confirmed')",
            appointment,
        )
        if row is None:
            raise NotAhead(key, number)
        was: datetime = row["starts_at"]
        if was != start:
            free = await free_time(connection, search.wanted, now, but=appointment)
            slot = free.slot_at(utc(start), row["clinician"])
            if slot is None:
                raise NotFree(start, search.wanted.zone)
            try:
                await hold_instead(connection, appointment, slot)
            except Gone:
                raise NotFree(start, search.wanted.zone) from None
        return was


async def choose(
    connection: Connection, journey: str, key: str, starts: Sequence[datetime], now: datetime
) -> Booked | NotWanted:
    """All of these times, earliest first, or `NotFree`. What is booked already stays as it is, and is answered."""
    async with connection.transaction():
        search = await search_for_update(connection, journey, key)
        match search.state:
            case "cancelled":
                return NotWanted()
            case "booked":
                return Booked(await starts_of(connection, journey, key))
        if len(starts) != search.wanted.visits:
            raise ValueError(f"{key} is {search.wanted.visits} visits, and {len(starts)} times were chosen")
        slots = exactly(await free_time(connection, search.wanted, now), starts)
        if slots is None:
            raise NotFree(starts[0], search.wanted.zone)
        try:
            await hold(connection, search, slots)
        except Gone:
            raise NotFree(starts[0], search.wanted.zone) from None
        await settle(connection, search, "booked", now)
        return Booked(tuple(slot.start for slot in slots))


async def options(
    connection: Connection, journey: str, key: str, now: datetime
) -> tuple[tuple[datetime, ...], ...]:
    """What a person may choose from, as it is free now."""
    async with connection.transaction():
        search = await search_for_update(connection, journey, key)
        free = await free_time(connection, search.wanted, now)
        return tuple(tuple(slot.start for slot in series) for series in other_series(free))


def exactly(free: FreeTime, starts: Sequence[datetime]) -> tuple[Slot, ...] | None:
    """These times, each by the clinician of the one before if it can be."""
    found: list[Slot] = []
    for start in sorted(utc(each) for each in starts):
        slot = free.slot_at(start, found[-1].clinician if found else None)
        if slot is None or (found and start < found[-1].start + free.length):
            return None
        found.append(slot)
    return tuple(found)
