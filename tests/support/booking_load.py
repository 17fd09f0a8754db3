"""Many who book, move and cancel at once in a small clinic, and what must never come of it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import perf_counter

import asyncpg

from database.attendance import note_visit
from database.booking import Booked, book
from database.moving import NotAhead, NotFree, move
from database.pool import Connection
from engine.commands import ScheduleVisit
from engine.events import VisitCancelled
from engine.spans import days
from tests.support.calendars import MONDAY, NOW, admit, at, open_clinic, schedule, want

PATIENTS = 40
_ROLES = ("pt", "psych")
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Load:
    seconds: float
    waits: tuple[float, ...]
    """Of each attempt, in seconds, the longest last."""
    booked: int
    moved: int
    deadlocks: int


async def run(pool: asyncpg.Pool, attempts: int, connections: int, seed: int = 1) -> Load:
    """Two roles with two clinicians each share two rooms and forty patients for two weeks."""
    async with pool.acquire() as connection:
        await open_clinic(connection, clinicians=2, rooms=2)
        await _second_role(connection)
        for number in range(PATIENTS):
            await admit(connection, f"p{number}")
        before = await _deadlocks(connection)
    chance, waiting = Random(seed), list(range(attempts))  # noqa: S311  # no secret
    waits: list[float] = []
    counts = {"booked": 0, "moved": 0}

    async def attempt() -> None:
        while waiting:
            number = waiting.pop()
            began = perf_counter()
            async with pool.acquire() as connection:
                await _once(connection, number, chance, counts)
            waits.append(perf_counter() - began)

    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(attempt())
    seconds = perf_counter() - began
    async with pool.acquire() as connection:
        deadlocks = await _deadlocks(connection) - before
    return Load(seconds, tuple(sorted(waits)), counts["booked"], counts["moved"], deadlocks)


async def _once(connection: Connection, number: int, chance: Random, counts: dict[str, int]) -> None:
    patient, step = f"p{chance.randrange(PATIENTS)}", f"s{number}"
    visits = chance.choice((1, 1, 1, 1, 1, 3))
    command = schedule(
        patient,
        step=step,
        role=chance.choice(_ROLES),
        minutes=chance.choice((30, 45, 60)),
        modes=chance.choice((("in_person",), ("in_person", "video"))),
        visits=visits,
        every=days(2) if visits > 1 else None,
        due_at=at(MONDAY + timedelta(days=11), "17:00"),
    )
    key = await _as_recorded(connection, patient, command)
    found = await book(connection, f"j-{patient}", key, NOW)
    if not isinstance(found, Booked):
        return
    counts["booked"] += 1
    if chance.random() < 0.5:
        start = found.starts[0] + chance.randrange(-40, 200) * _QUARTER
        try:
            await move(connection, f"j-{patient}", key, 1, start, NOW)
            counts["moved"] += 1
        except (NotFree, NotAhead):
            pass
    if chance.random() < 0.5:
        async with connection.transaction():
            await _lock(connection, patient)
            await note_visit(connection, f"j-{patient}", VisitCancelled(id=f"c{number}", at=NOW, step=step))


async def _as_recorded(connection: Connection, patient: str, command: ScheduleVisit) -> str:
    """Within a transaction that holds the patient's row, as the moment of a patient is recorded."""
    async with connection.transaction():
        await _lock(connection, patient)
        return await want(connection, patient, command)


async def _lock(connection: Connection, patient: str) -> None:
    await connection.execute("select recorded from patient where id = $1 for update", patient)


async def _second_role(connection: Connection) -> None:
    await connection.execute(
        "insert into clinician (id, clinic, roles, modes)"
        " select replace(id, 'pt', 'psych'), clinic, '{psych}', modes from clinician"
    )
    await connection.execute(
        "insert into weekly_hours select replace(clinician, 'pt', 'psych'), weekday, opens, closes from weekly_hours"
    )


async def _deadlocks(connection: Connection) -> int:
    await connection.execute("select pg_stat_force_next_flush()")
    found: int = await connection.fetchval(
        "select deadlocks from pg_stat_database where datname = current_database()"
    )
    return found


OVERLAPS = """
select count(*) from booking a join booking b on a.resource = b.resource and a.block && b.block
and (a.appointment, a.block) < (b.appointment, b.block)
"""
"""Two blocks of one resource at one time; counted without the constraint that forbids it."""

HALF_BOOKED = """
select count(*) from visit_search s
cross join lateral (select count(*) from appointment a where (a.journey, a.key) = (s.journey, s.key)) as found (visits)
where found.visits not in (0, s.visits) or (s.state = 'booked') > (found.visits > 0)
or s.state in ('wanted', 'unavailable') and found.visits > 0
"""

NOT_HELD = """
select count(*) from appointment a where
(select count(*) from booking b where b.appointment = a.id
 and b.block = tstzrange(a.starts_at, a.starts_at + make_interval(mins => a.minutes)))
<> case when a.state = 'cancelled' then 0 else 1 + num_nonnulls(a.clinician, a.room) end
or (select count(*) from booking b where b.appointment = a.id)
<> case when a.state = 'cancelled' then 0 else 1 + num_nonnulls(a.clinician, a.room) end
"""
"""Visits ahead for which somebody's time is not held, or is held twice, or is held still though they are cancelled."""

BROKEN = {"overlaps": OVERLAPS, "half booked": HALF_BOOKED, "not held": NOT_HELD}
"""What never comes of anything; each counts to nought."""
