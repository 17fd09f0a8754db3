"""What was written and never came into Temporal's history has happened all the same: it is taken up, once."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database.pathways import keep_pathway
from database.recording import Diverged, record
from engine.clinic import Clinic
from engine.events import Enrolled, Event, Reported
from engine.journal import Written
from engine.language import message, task
from engine.spans import days
from tests.support.builders import NURSE, TEXTS, care
from tests.support.clock import MONDAY, NEW_YORK, at
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.mind import Mind

SMALL = care(
    message("hello", "stop_confirm"),
    task("look_at_it", NURSE, within=days(2), outcomes={"fine": (), "not_fine": ()}),
)
_NUMBERS = count(1)


def no_real_clock() -> None:
    raise AssertionError("these minds are conducted")


class Tried:
    """A workflow whose tasks may be tried several times: each try begins from what Temporal's history holds."""

    def __init__(self, pool: asyncpg.Pool, memory: PatientMemory) -> None:
        self.pool, self.memory = pool, memory

    def mind(self) -> Mind:
        return Mind(self.memory, no_real_clock)  # type: ignore[arg-type]

    async def write(self, mind: Mind) -> None:
        while not mind.is_all_written():
            draft = mind.draft()
            async with self.pool.acquire() as connection:
                written: Written | None = await record(connection, draft.moment)
            if written is None:
                mind.is_written(draft)
            else:
                mind.take_up(draft, written)

    async def keep(self, mind: Mind) -> None:
        """This time the task is completed."""
        await self.write(mind)
        self.memory = mind.memory(100)


async def begun(pool: asyncpg.Pool) -> tuple[Tried, Enrolment]:
    reference = learn(SMALL)
    patient = f"mind-{next(_NUMBERS)}"
    async with pool.acquire() as connection:
        await keep_pathway(connection, SMALL.name, reference.partition("@")[2], SMALL, None)
    enrolled = Enrolled(id="enrolled", at=at(MONDAY), zone=NEW_YORK, clinic=Clinic(), flags=(TEXTS,))
    enrolment = Enrolment(journey=f"j-{patient}", pathway=reference, event=enrolled)
    return Tried(pool, PatientMemory(patient=patient, clock=at(MONDAY))), enrolment


async def joined(pool: asyncpg.Pool) -> Tried:
    tried, enrolment = await begun(pool)
    mind = tried.mind()
    mind.join(enrolment)
    await tried.keep(mind)
    return tried


def journey(tried: Tried) -> str:
    return f"j-{tried.memory.patient}"


def fall(number: int) -> Event:
    return Reported(id=f"fall-{number}", at=at("2026-03-02 10:00"), report="fall")


async def events_of(pool: asyncpg.Pool, patient: str) -> list[str]:
    rows = await pool.fetch(
        "select body ->> 'id' as id from journal where patient = $1 and kind = 'event' order by number",
        patient,
    )
    return [row["id"] for row in rows]


async def test_news_of_a_try_that_was_lost_is_taken_up_by_the_next(pool: asyncpg.Pool) -> None:
    tried = await joined(pool)
    lost = tried.mind()
    lost.hear(journey(tried), fall(1))
    await tried.write(lost)

    again = tried.mind()
    again.hear(journey(tried), fall(2))
    await tried.keep(again)

    assert await events_of(pool, tried.memory.patient) == ["enrolled", "fall-1", "fall-2"]
    assert {"fall-1", "fall-2"} <= {*again.care.journeys[journey(tried)].heard}


async def test_what_the_lost_try_asked_for_is_done_by_the_next(pool: asyncpg.Pool) -> None:
    tried, enrolment = await begun(pool)
    lost = tried.mind()
    lost.join(enrolment)
    await tried.write(lost)

    again = tried.mind()
    again.join(enrolment)
    await tried.keep(again)

    assert [order.what for order in lost.orders] == ["send_message"]
    assert again.orders == lost.orders
    assert await events_of(pool, tried.memory.patient) == ["enrolled"]


async def test_the_same_try_again_writes_nothing_twice(pool: asyncpg.Pool) -> None:
    tried = await joined(pool)
    for _ in range(2):
        mind = tried.mind()
        mind.hear(journey(tried), fall(1))
        await tried.write(mind)

    assert await events_of(pool, tried.memory.patient) == ["enrolled", "fall-1"]


async def test_another_language_survives_a_lost_try(pool: asyncpg.Pool) -> None:
    tried = await joined(pool)
    lost = tried.mind()
    lost.hear(journey(tried), fall(1))
    await tried.write(lost)

    again = tried.mind()
    again.speak("es")
    await tried.keep(again)

    assert again.language == "es"
    assert await pool.fetchval("select language from patient where id = $1", tried.memory.patient) == "es"


async def test_less_written_than_remembered_is_refused(pool: asyncpg.Pool) -> None:
    tried = await joined(pool)
    await pool.execute("update patient set recorded = 1 where id = $1", tried.memory.patient)
    mind = tried.mind()
    mind.hear(journey(tried), fall(1))

    with pytest.raises(Diverged, match="does not follow on line 1"):
        await tried.write(mind)


@given(tries=st.lists(st.tuples(st.lists(st.integers(1, 6), max_size=4), st.booleans()), max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_lost_each_piece_of_news_stands_once(
    pool: asyncpg.Pool, tries: Sequence[tuple[Sequence[int], bool]]
) -> None:
    tried = await joined(pool)
    told = set()
    for falls, completed in tries:
        mind = tried.mind()
        for number in falls:
            mind.hear(journey(tried), fall(number))
        await (tried.keep(mind) if completed else tried.write(mind))
        told |= {f"fall-{number}" for number in falls}
    last = tried.mind()
    last.look_at_the_record()
    await tried.keep(last)

    assert Counter(await events_of(pool, tried.memory.patient)) == Counter({"enrolled", *told})
    assert told <= {*last.care.journeys[journey(tried)].heard}
