"""The activity that books: it answers in plain words, twice the same, and says when trying again is of no use."""

from datetime import timedelta

import asyncpg
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.orders import About, Order, VisitsFound
from activities.visits import Visits
from engine.spans import weeks
from tests.support.calendars import DUE, MONDAY, NOW, admit, at, open_clinic, schedule, want

ORDER = Order(
    what="schedule_visit",
    patient="a",
    journey="j-a",
    key="check#1.1",
    about=(About(journey="j-a", step="check", occurrence=1),),
    at=NOW,
)


async def test_a_retry_reports_the_visit_that_the_first_try_booked(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await open_clinic(connection)
        await admit(connection, "a")
        await want(connection, "a", schedule("a"))
    booked = VisitsFound(outcome="booked", starts=(at(MONDAY, "08:00"),))

    for _ in range(2):
        assert await ActivityEnvironment().run(Visits(pool).schedule_visit, ORDER) == booked


async def test_nothing_free_is_an_answer_and_not_a_failure(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await open_clinic(connection, clinicians=0)
        await admit(connection, "a")
        await want(connection, "a", schedule("a"))

    assert await ActivityEnvironment().run(Visits(pool).schedule_visit, ORDER) == VisitsFound(
        outcome="unavailable"
    )


async def test_a_visit_that_nobody_asked_for_fails_for_good(pool: asyncpg.Pool) -> None:
    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(Visits(pool).schedule_visit, ORDER)

    assert failure.value.non_retryable


async def test_a_series_is_reported_whole(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await open_clinic(connection)
        await admit(connection, "a")
        await want(connection, "a", schedule("a", visits=2, every=weeks(1), due_at=DUE))

    found = await ActivityEnvironment().run(Visits(pool).schedule_visit, ORDER)

    assert found.starts == (at(MONDAY, "08:00"), at(MONDAY + timedelta(days=7), "08:00"))
