"""Patients whose moments lie seconds apart at the real clock, while servers are killed, and what is remembered then."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import asyncpg

from commandline.running import Stack, running
from engine.events import Reported
from tests.support.outages import HEALS_FAST, PARTS, SECRET, Part, kill_and_start_again
from tests.support.seconds import by_the_second, enrol, kept, move, now
from workflows.connection import connect
from workflows.door import Door

STEPS = ("look", "say", "look", "look", "say", "look", "look", "look", "say", "look")
EVENTS_PER_RUN = 40
AT_LEAST = 2.0
"""Seconds between the moments of one patient, so that none is part of another's."""
PATIENCE = 180.0
Happened = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedLife:
    """So many patients, whose steps open within so many seconds; each is told about as well while that lasts."""

    patients: int
    seconds: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedKill:
    part: Part
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How often each thing was written down or arrived, and by how many seconds the latest moment was late."""

    happened: Mapping[Happened, int]
    late: float
    early: int


def timed_kills(life: TimedLife, times: int) -> tuple[TimedKill, ...]:
    """At random seconds of that life; each part is killed about equally often."""
    chance = Random(life.seed)  # noqa: S311  (moments of a test, not secrets)
    parts = [PARTS[number % len(PARTS)] for number in range(times)]
    chance.shuffle(parts)
    moments = sorted(chance.uniform(0, life.seconds) for _ in parts)
    return tuple(TimedKill(part=part, after=after) for part, after in zip(parts, moments, strict=True))


async def lived_by_timers(folder: Path, life: TimedLife, kills: Sequence[TimedKill] = ()) -> Outcome:
    folder.mkdir()
    folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
    chance = Random(life.seed)  # noqa: S311
    pathway = by_the_second(*STEPS)
    async with running(folder, SECRET, [(pathway, None)], settings=HEALS_FAST) as stack:
        client = await connect([SECRET], identity="test", address=stack.temporal.address)
        async with asyncpg.create_pool(stack.database_url) as pool:
            reference = await kept(pool, pathway)
        doors = [Door(client, f"p-{number}") for number in range(life.patients)]
        journeys = [await enrol(door, reference, EVENTS_PER_RUN) for door in doors]
        begins = now() + timedelta(seconds=5 + life.patients)
        plans = {door.patient: _spread(chance, life.seconds) for door in doors}
        telling = [chance.uniform(0, life.seconds) for _ in doors]
        await asyncio.gather(
            *(move(door, at, begins, plans[door.patient]) for door, at in zip(doors, journeys, strict=True))
        )
        assert now() < begins, "this machine is too slow for moments that are so near"
        await asyncio.gather(
            _kill(stack, begins, kills),
            *(
                _tell(door, journey, begins + timedelta(seconds=later))
                for door, journey, later in zip(doors, journeys, telling, strict=True)
            ),
        )
        await _until(begins + timedelta(seconds=life.seconds))
        return await _over(
            stack, {patient: [begins + timedelta(seconds=s) for s in plan] for patient, plan in plans.items()}
        )


def _spread(chance: Random, seconds: int) -> list[float]:
    """A moment for each step, in their order, no two nearer than they may be."""
    spare = seconds - AT_LEAST * len(STEPS)
    return [
        point + AT_LEAST * number
        for number, point in enumerate(sorted(chance.uniform(0, spare) for _ in STEPS))
    ]


async def _kill(stack: Stack, begins: datetime, kills: Sequence[TimedKill]) -> None:
    for kill in kills:
        await _until(begins + timedelta(seconds=kill.after))
        await kill_and_start_again(stack, kill.part)


async def _tell(door: Door, journey: str, at: datetime) -> None:
    await _until(at)
    await door.tell(journey, Reported(id="fall", at=now(), report="fall"))


async def _until(at: datetime) -> None:
    await asyncio.sleep(max(0.0, (at - now()).total_seconds()))


async def _over(stack: Stack, planned: Mapping[str, Sequence[datetime]]) -> Outcome:
    """What there is once every step has opened and every text has gone out."""
    wanted = len(planned) * len(STEPS)
    async with asyncio.timeout(PATIENCE), asyncpg.create_pool(stack.database_url) as pool:
        while await pool.fetchval(_DONE) < wanted:  # noqa: ASYNC110  (a table rings no bell)
            await asyncio.sleep(0.2)
        rows = await pool.fetch(_HAPPENED)
        opened = await pool.fetch(_OPENED)
    late = [
        (row["at"] - planned[row["patient"]][int(row["step"].removeprefix("step_"))]).total_seconds()
        for row in opened
    ]
    counted = Counter(tuple(str(value) for value in row) for row in rows)
    return Outcome(happened=counted, late=max(late), early=sum(one < 0 for one in late))


def timed_differences(quiet: Outcome, disturbed: Outcome) -> Iterator[str]:
    """A line for each thing that happened more often in one of the two."""
    for what in sorted({*quiet.happened, *disturbed.happened}):
        was, is_now = quiet.happened.get(what, 0), disturbed.happened.get(what, 0)
        if was != is_now:
            yield f"{' '.join(what)}: {was} times, then {is_now} times"


_DONE = """
select (select count(*) from task)
  + (select count(*) from prompt, unnest(steps) step where state = 'sent')
"""
# Texts that fell due while nobody was there go out as one, so they are counted by the steps that they speak of.
_HAPPENED = """
select 'journal' as place, patient, kind, what, step, occurrence::text from journal where kind <> 'prompt'
union all select 'task', patient, role, step, key, '' from task
union all select 'prompt', patient, state, step, '', '' from prompt, unnest(steps) step
union all select 'phone', m.patient, step, '', '', ''
  from mailbox m join prompt using (journey, key), unnest(prompt.steps) step
"""
_OPENED = """
select patient, step, at from journal where kind = 'command' and step like 'step\\_%'
"""
