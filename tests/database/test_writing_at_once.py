"""A moment that is being written holds up nobody who only speaks of the same patient: two such once waited for each
other."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from database.pool import Connection
from database.recording import record
from engine.journal import Entry, PatientMoment
from engine.voice import Voice
from tests.support.clock import MONDAY, NEW_YORK, at

MOMENT = PatientMoment(
    patient="p-1",
    after=0,
    at=at(MONDAY),
    zone=NEW_YORK,
    language="en",
    status="active",
    next_at=at(MONDAY) + timedelta(days=1),
    next_because="a day later",
    entries=(Entry(at=at(MONDAY), kind="note", what="note", number=1),),
    journeys=(),
    voice=Voice(),
)
ABOUT_THE_PATIENT = """
insert into team_message (journey, key, patient, role, template, at, urgency)
values ('j-1', 'k', 'p-1', 'nurse', 'conference_input', now(), 'routine')
"""
A_JOURNEY = """
with version as (insert into pathway_version (name, fingerprint, body) values ('small', 'f', '{}') returning name)
insert into journey (id, patient, pathway, fingerprint, status, state) values ('j-1', 'p-1', 'small', 'f', 'active', '')
"""
A_LINE_MORE = "select recorded from patient where id = 'p-1' for no key update nowait"


@pytest.fixture
async def other(pool: asyncpg.Pool) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection:
        await connection.execute("set lock_timeout = '3s'")
        yield connection


async def test_words_about_a_patient_wait_for_no_moment(pool: asyncpg.Pool, other: Connection) -> None:
    await pool.execute("insert into patient (id) values ('p-1')")
    await pool.execute(A_JOURNEY)
    async with pool.acquire() as one, one.transaction():
        assert await record(one, MOMENT) is None

        assert await other.execute(ABOUT_THE_PATIENT) == "INSERT 0 1"


async def test_two_moments_of_one_patient_are_written_one_after_the_other(
    pool: asyncpg.Pool, other: Connection
) -> None:
    await pool.execute("insert into patient (id) values ('p-1')")
    async with pool.acquire() as one, one.transaction():
        assert await record(one, MOMENT) is None

        with pytest.raises(asyncpg.LockNotAvailableError):
            await other.execute(A_LINE_MORE)
