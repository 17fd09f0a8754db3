"""A demo run whose servers are killed on the way, and all that is remembered afterwards, to compare with a quiet run."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Literal

import asyncpg

from commandline.demo.conductor import conduct
from commandline.demo.lane import Lane
from commandline.demo.population import EVENTS_PER_RUN, lanes_of
from commandline.demo.team import gather
from commandline.loading import load_pathway
from commandline.population import FIRST_DAY
from commandline.running import Stack, running
from database.demo_calendars import seed_calendars
from database.pool import connect as connect_database
from pathways.clinic import CLINIC, ROLES
from workflows.connection import connect

Part = Literal["worker", "temporal", "postgres"]
PARTS: tuple[Part, ...] = ("worker", "temporal", "postgres")
SECRET = sha256(b"outages").digest()
HEALS_FAST = {"CAREPATH_WARM_SECONDS": "5"}
Remembered = Mapping[str, tuple[str, ...]]
"""Of each table what its rows say, as sorted JSON; not when they were written nor by which counter."""


async def _nothing_more(_: Stack) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """So many made-up patients followed for so many days; the same seed gives the same life."""

    patients: int
    days: int
    seed: int
    events_per_run: int = EVENTS_PER_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Once `lines` lines of the journals were read, and `later` seconds after that, in the middle of the work."""

    part: Part
    lines: int
    later: float


def kills_of(seed: int, times: int, lines: int) -> tuple[Kill, ...]:
    """At random points of a run that writes so many lines; each part is killed about equally often."""
    chance = Random(seed)  # noqa: S311  (moments of a test, not secrets)
    parts = [PARTS[number % len(PARTS)] for number in range(times)]
    chance.shuffle(parts)
    points = sorted(chance.randrange(1, lines) for _ in parts)
    return tuple(
        Kill(part=part, lines=point, later=chance.uniform(0, 0.2))
        for part, point in zip(parts, points, strict=True)
    )


async def lived(
    folder: Path,
    life: Life,
    kills: Sequence[Kill] = (),
    *,
    before: Callable[[Stack], Awaitable[None]] = _nothing_more,
    after: Callable[[Stack], Awaitable[None]] = _nothing_more,
    settings: Mapping[str, str] = HEALS_FAST,
) -> Remembered:
    """All that Postgres remembers of a life, at whose points the servers were killed and started again.

    What is done `before` and `after` it is done while everything runs.
    """
    folder.mkdir()
    folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
    pathway = load_pathway("chronic_pain")
    async with running(folder, SECRET, [(pathway, None)], settings=settings) as stack:
        client = await connect([SECRET], identity="test", address=stack.temporal.address)
        async with await connect_database(stack.database_url) as pool, pool.acquire() as connection:
            await seed_calendars(connection, sorted(ROLES), patients=life.patients, clinic=CLINIC)
        await before(stack)
        async with (
            await connect_database(stack.database_url) as pool,
            await connect_database(stack.database_url, "carepath_reader") as reader,
        ):
            lanes = list(
                lanes_of(client, reader, pathway, patients=life.patients, days=life.days, seed=life.seed)
            )
            for lane in lanes:
                lane.memory = replace(lane.memory, events_per_run=life.events_per_run)
            team = await gather(client, pool, lanes, life.seed)
            killing = asyncio.create_task(_kill(stack, lanes, kills))
            try:
                async for _ in conduct(lanes, team, FIRST_DAY + timedelta(days=life.days)):
                    if killing.done():
                        killing.result()
                read = sum(lane.read for lane in lanes)
                assert all(kill.lines <= read for kill in kills), f"{read} lines, too few for all kills"
                await killing
            finally:
                killing.cancel()
        await after(stack)
        return await _remembered(stack.database_url)


async def _kill(stack: Stack, lanes: Sequence[Lane], kills: Sequence[Kill]) -> None:
    for kill in kills:
        while sum(lane.read for lane in lanes) < kill.lines:  # noqa: ASYNC110  (reading rings no bell)
            await asyncio.sleep(0.005)
        await asyncio.sleep(kill.later)
        await kill_and_start_again(stack, kill.part)


async def kill_and_start_again(stack: Stack, part: Part) -> None:
    match part:
        case "worker":
            assert stack.worker is not None
            stack.worker.kill()
            await stack.start_worker()
        case "temporal":
            stack.temporal.process.kill()
            await stack.restart_temporal()
        case "postgres":
            stack.postgres.process.kill()
            await stack.restart_postgres()


async def _remembered(url: str) -> Remembered:
    connection = await asyncpg.connect(url)
    try:
        tables = [row["table_name"] for row in await connection.fetch(_TABLES)]
        return {table: tuple(await _rows(connection, table)) for table in tables}
    finally:
        await connection.close()


async def _rows(connection: asyncpg.Connection, table: str) -> list[str]:
    made_by_the_server = [row["column_name"] for row in await connection.fetch(_NOT_COMPARED, table)]
    sql = f"select (to_jsonb(one) - $1::text[])::text as said from {table} one"  # noqa: S608  (a table's name)
    return sorted(row["said"] for row in await connection.fetch(sql, made_by_the_server))


# What Postgres itself empties after a crash (an unlogged table, such as the one that wakes live pages) is nobody's memory.
_TABLES = """
select relname as table_name from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and relpersistence = 'p' order by 1
"""
_NOT_COMPARED = """
select column_name from information_schema.columns
where table_schema = 'public' and table_name = $1
  and (is_identity = 'YES' or column_default like '%now()%' or column_default like '%clock_timestamp()%')
"""


def differences(quiet: Remembered, disturbed: Remembered) -> Iterator[str]:
    """A line for each row that only one of the two remembers."""
    for table in sorted({*quiet, *disturbed}):
        was, now = list(quiet.get(table, ())), list(disturbed.get(table, ()))
        for row in list(was):
            if row in now:
                was.remove(row)
                now.remove(row)
        yield from (f"{table}: lost: {row}" for row in was)
        yield from (f"{table}: new: {row}" for row in now)
