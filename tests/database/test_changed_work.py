"""What people have on their list follows what the engine decides anew: another due time, no call any more."""

from datetime import UTC, datetime

import asyncpg

from database import work
from engine.commands import Key, MoveDue, OpenTask, Reason, RequestQuestionnaire, StopCalling

MONDAY, FRIDAY = datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 3, 6, 14, tzinfo=UTC)
WHY = Reason("", "it is next")


def key(step: str, attempt: int = 1) -> Key:
    return Key("j1", step, 1, attempt)


async def a_patient(pool: asyncpg.Pool) -> None:
    await pool.execute("insert into pathway_version (name, fingerprint, body) values ('small', 'f', '{}')")
    await pool.execute("insert into patient (id) values ('p1')")
    await pool.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, state)"
        " values ('j1', 'p1', 'small', 'f', 'active', '')"
    )


async def test_a_task_and_a_request_are_due_when_the_engine_says_so(pool: asyncpg.Pool) -> None:
    await a_patient(pool)
    async with pool.acquire() as connection:
        call = OpenTask(key=key("call"), reason=WHY, role="nurse", due_at=MONDAY)
        form = RequestQuestionnaire(
            key=key("form"), reason=WHY, instruments=("peg",), by="patient", due_at=MONDAY
        )
        await work.open_task(connection, "p1", MONDAY, call)
        await work.request_questionnaire(connection, "p1", MONDAY, form)
        await work.move_due(
            connection, MoveDue(key=key("call", 2), reason=WHY, what="call#1.1", due_at=FRIDAY)
        )
        await work.move_due(connection, MoveDue(key=key("form", 2), reason=WHY, what="form#1", due_at=FRIDAY))

    assert await pool.fetchval("select due_at from task") == FRIDAY
    assert await pool.fetchval("select due_at from questionnaire_request") == FRIDAY


async def test_a_call_to_somebody_who_died_is_work_to_close(pool: asyncpg.Pool) -> None:
    await a_patient(pool)
    async with pool.acquire() as connection:
        call = OpenTask(
            key=key("call"), reason=WHY, role="nurse", due_at=MONDAY, contact=True, outcomes=("reached",)
        )
        await work.open_task(connection, "p1", MONDAY, call)
        await work.stop_calling(
            connection, StopCalling(key=key("call", 2), reason=WHY, task="call#1.1", role="nurse")
        )

    shown = await pool.fetchrow("select contact, outcomes, told, state from task")
    assert shown is not None
    assert tuple(shown) == (False, [], ["nurse"], "open")
