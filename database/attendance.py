"""What became of a visit, from the event that says so, in the transaction that writes the event into the journal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from database.appointments import Gone, Search, hold, hold_instead, let_go, put_down, reset, starts_of
from database.booking import free_time
from database.free_slots import Slot
from database.moving import exactly
from database.pool import Connection
from database.visits import search_for_update, settle
from engine.events import (
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.zones import utc

VisitEvent: TypeAlias = (
    VisitsBooked
    | VisitUnavailable
    | VisitMoved
    | VisitConfirmed
    | VisitAttended
    | VisitMissed
    | VisitCancelled
)
_STATE_AFTER: Mapping[type[VisitEvent], str] = {
    VisitConfirmed: "confirmed",
    VisitAttended: "attended",
    VisitMissed: "missed",
    VisitCancelled: "cancelled",
}


async def note_visit(connection: Connection, journey: str, event: VisitEvent) -> None:
    """A visit that nobody asked for here is in the journal alone."""
    key = await _latest(connection, journey, event.step, event.occurrence)
    if key is None:
        return
    search = await search_for_update(connection, journey, key)
    match event:
        case VisitsBooked():
            await _booked(connection, search, event.starts, event.at)
        case VisitUnavailable():
            if search.state == "wanted":
                await settle(connection, search, "unavailable", event.at)
        case VisitMoved():
            await _moved(connection, search.appointment(event.number), search, event)
        case _:
            await _become(connection, search.appointment(event.number), _STATE_AFTER[type(event)])


async def _booked(connection: Connection, search: Search, starts: Sequence[datetime], at: datetime) -> None:
    """Booked by rule or chosen by a person, it is held already. Told from elsewhere, it is held as far as it can be:
    the journal is right, and whoever has no clinician's time is seen by the missing clinician."""
    times = tuple(sorted(utc(start) for start in starts))
    if search.state == "booked" and times == await starts_of(connection, search.journey, search.key):
        return
    await let_go(connection, [search.appointment(number) for number in range(1, len(times) + 1)])
    slots = exactly(await free_time(connection, search.wanted, at), times)
    unknown = tuple(_unknown(search, time) for time in times)
    for held in (slots, unknown) if slots else (unknown,):
        try:
            await hold(connection, search, held)
            break
        except Gone:
            continue
    else:
        await put_down(connection, search, unknown)
    await settle(connection, search, "booked", at)


async def _moved(connection: Connection, appointment: str, search: Search, event: VisitMoved) -> None:
    start = utc(event.start)
    row = await connection.fetchrow("select clinician, starts_at from appointment where id = $1", appointment)
    if row is None:
        return
    if row["starts_at"] == start:
        await _become(connection, appointment, "booked")
        return
    free = await free_time(connection, search.wanted, event.at, but=appointment)
    slot, unknown = free.slot_at(start, row["clinician"]), _unknown(search, start)
    for held in (slot, unknown) if slot else (unknown,):
        try:
            await hold_instead(connection, appointment, held)
            return
        except Gone:
            continue
    await reset(connection, appointment, unknown)
    await let_go(connection, [appointment])


async def _latest(connection: Connection, journey: str, step: str, occurrence: int | None) -> str | None:
    key: str | None = await connection.fetchval(
        "select key from visit_search where journey = $1 and step = $2 and ($3::int is null or occurrence = $3)"
        " order by occurrence desc, attempt desc limit 1",
        journey,
        step,
        occurrence,
    )
    return key


async def _become(connection: Connection, appointment: str, state: str) -> None:
    await connection.execute("update appointment set state = $2 where id = $1", appointment, state)
    if state == "cancelled":
        await let_go(connection, [appointment])


def _unknown(search: Search, start: datetime) -> Slot:
    return Slot(clinician=None, room=None, mode=search.wanted.modes[0], start=start)
