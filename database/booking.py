"""Books what was asked for: all of it, once, and never a time that somebody else has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from database.appointments import Gone, Search, hold, starts_of
from database.calendars import Block, Calendars, calendars
from database.free_slots import FreeTime, Slot, Wanted
from database.pool import Connection
from database.series import other_series, whole_series
from database.visits import search_for_update, settle

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Booked:
    """Earliest first."""

    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nothing fits by the time asked for."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """No clinician can take the whole series; what a person may choose instead. Nothing of it is held."""

    options: tuple[tuple[datetime, ...], ...]


@dataclass(frozen=True, slots=True)
class NotWanted:
    """The visit was cancelled meanwhile; nothing was booked."""


Found: TypeAlias = Booked | Alternatives | Unavailable | NotWanted


class Contended(Exception):
    """Others were faster each time; trying again helps."""


async def book(connection: Connection, journey: str, key: str, now: datetime) -> Found:
    """Again under the same key: what was found the first time."""
    async with connection.transaction():
        search = await search_for_update(connection, journey, key)
        match search.state:
            case "cancelled":
                return NotWanted()
            case "unavailable":
                return Unavailable()
            case "booked":
                return Booked(await starts_of(connection, journey, key))
        return await _book(connection, search, now)


async def _book(connection: Connection, search: Search, now: datetime) -> Found:
    await _queue(connection, search.wanted.role)
    for _ in range(_TRIES):
        free = await free_time(connection, search.wanted, now)
        slots = _choose(free)
        if slots is None:
            await settle(connection, search, "unavailable", now)
            return _instead(free)
        try:
            await hold(connection, search, slots)
        except Gone:
            continue
        await settle(connection, search, "booked", now)
        return Booked(_starts(slots))
    raise Contended


async def free_time(connection: Connection, wanted: Wanted, now: datetime, *, but: str = "") -> FreeTime:
    """What is free apart from what the appointment `but` takes: it may be moved by less than its length."""
    known = await calendars(connection, wanted.role)
    return FreeTime(wanted, known, await _taken(connection, wanted, known, (now, but)), now)


def _choose(free: FreeTime) -> tuple[Slot, ...] | None:
    if free.wanted.visits > 1:
        return whole_series(free)
    first = next(free.first_slots(), None)
    return None if first is None else (first,)


def _instead(free: FreeTime) -> Alternatives | Unavailable:
    if free.wanted.visits == 1:
        return Unavailable()
    options = other_series(free)
    return Alternatives(tuple(_starts(option) for option in options)) if options else Unavailable()


def _starts(slots: tuple[Slot, ...]) -> tuple[datetime, ...]:
    return tuple(slot.start for slot in slots)


async def _queue(connection: Connection, role: str) -> None:
    # Who looks for the same clinicians looks one after the other: otherwise all of them choose the same time, one
    # gets it, and the rest begin anew. Rooms and patients are shared between roles: for them the constraint decides.
    await connection.execute("select pg_advisory_xact_lock(hashtextextended('visits of ' || $1, 0))", role)


async def _taken(
    connection: Connection, wanted: Wanted, known: Calendars, now_but: tuple[datetime, str]
) -> dict[str, list[Block]]:
    now, but = now_but
    resources = [f"clinician:{clinician.id}" for clinician in known.clinicians]
    resources += [f"room:{room}" for rooms in known.rooms.values() for room in rooms]
    resources.append(f"patient:{wanted.patient}")
    rows = await connection.fetch(
        "select resource, lower(block) as start, upper(block) as until from booking"
        " where resource = any($1) and block && tstzrange($2, $3) and appointment <> $4 order by start",
        resources,
        now,
        max(now, wanted.due_at) + timedelta(minutes=wanted.minutes),
        but,
    )
    taken: dict[str, list[Block]] = {}
    for row in rows:
        taken.setdefault(row["resource"], []).append((row["start"], row["until"]))
    return taken
