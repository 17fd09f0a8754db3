"""Visits that have their time: held for everybody whom they take, all of a search or none, moved, and let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from database.free_slots import Slot, Wanted
from database.pool import Connection


class Gone(Exception):
    """Somebody else took one of the times since we looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    journey: str
    key: str
    state: str
    wanted: Wanted

    def appointment(self, number: int) -> str:
        return f"{self.journey}/{self.key}/{number}"


async def starts_of(connection: Connection, journey: str, key: str) -> tuple[datetime, ...]:
    rows = await connection.fetch(
        "select starts_at from appointment where journey = $1 and key = $2 order by number", journey, key
    )
    return tuple(row["starts_at"] for row in rows)


async def hold(connection: Connection, search: Search, slots: Sequence[Slot]) -> None:
    """All of these slots as the visits of this search; `Gone`, and none of them is held."""
    async with connection.transaction():
        await put_down(connection, search, slots)
        await _take(connection, [search.appointment(number) for number in range(1, len(slots) + 1)])


async def put_down(connection: Connection, search: Search, slots: Sequence[Slot]) -> None:
    """The visits of this search as rows, in place of what they were before; nobody's time is held for them yet."""
    await connection.executemany(
        "insert into appointment (id, journey, key, number, patient, clinician, room, mode, starts_at, minutes)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict (id) do update set clinician = $6, room = $7, mode = $8, starts_at = $9, state = 'booked'",
        [
            (
                search.appointment(number),
                search.journey,
                search.key,
                number,
                search.wanted.patient,
                slot.clinician,
                slot.room,
                slot.mode,
                slot.start,
                search.wanted.minutes,
            )
            for number, slot in enumerate(slots, 1)
        ],
    )


async def hold_instead(connection: Connection, appointment: str, slot: Slot) -> None:
    """The new time before the old one is let go; `Gone`, and the old one is still held."""
    async with connection.transaction():
        await reset(connection, appointment, slot)
        await _take(connection, [appointment])
        # Last, so that whoever waits for the old time never waits for somebody who is still waiting.
        await connection.execute(
            "delete from booking b using appointment a where a.id = $1 and b.appointment = a.id"
            " and lower(b.block) <> a.starts_at",
            appointment,
        )


async def reset(connection: Connection, appointment: str, slot: Slot) -> None:
    await connection.execute(
        "update appointment set clinician = $2, room = $3, mode = $4, starts_at = $5, state = 'booked' where id = $1",
        appointment,
        slot.clinician,
        slot.room,
        slot.mode,
        slot.start,
    )


async def let_go(connection: Connection, appointments: Sequence[str]) -> None:
    """Whoever they took is free again."""
    await connection.execute("delete from booking where appointment = any($1)", appointments)


async def _take(connection: Connection, appointments: Sequence[str]) -> None:
    # One statement, sorted: two that want the same times then wait in the same order, and neither for ever.
    taken = await connection.fetch(
        "with taker as ("
        "  select id, unnest(array['clinician:' || clinician, 'patient:' || patient, 'room:' || room]) as resource,"
        "  starts_at, starts_at + make_interval(mins => minutes) as ends_at from appointment where id = any($1)"
        ") insert into booking (appointment, resource, block)"
        " select id, resource, tstzrange(starts_at, ends_at, '[)') from taker where resource is not null"
        ' order by resource collate "C", starts_at'
        " on conflict do nothing returning appointment, resource",
        appointments,
    )
    wanted = await connection.fetchval(
        "select sum(1 + num_nonnulls(clinician, room)) from appointment where id = any($1)", appointments
    )
    if len(taken) != wanted:
        raise Gone
