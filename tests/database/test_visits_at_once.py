"""Everybody at once: no time is given twice, no series is half booked, nobody waits for ever."""

import asyncio

from database.booking import book
from database.pool import connect
from engine.spans import weeks
from tests.support.booking_load import BROKEN, run
from tests.support.calendars import NOW, admit, open_clinic, schedule, want


async def test_twenty_connections_that_book_move_and_cancel_break_nothing(database_url: str) -> None:
    async with await connect(database_url, at_most=20) as pool:
        load = await run(pool, attempts=200, connections=20)

        assert load.booked > 50
        assert load.moved > 10
        assert load.deadlocks == 0
        assert {name: await pool.fetchval(sql) for name, sql in BROKEN.items()} == dict.fromkeys(BROKEN, 0)


async def test_one_order_that_is_carried_out_by_many_at_once_is_booked_once(database_url: str) -> None:
    async with await connect(database_url, at_most=10) as pool:
        async with pool.acquire() as connection:
            await open_clinic(connection)
            await admit(connection, "a")
            key = await want(connection, "a", schedule("a", visits=2, every=weeks(1)))

        async def once() -> object:
            async with pool.acquire() as connection:
                return await book(connection, "j-a", key, NOW)

        found = await asyncio.gather(*(once() for _ in range(10)))

        assert len(set(found)) == 1
        assert await pool.fetchval("select count(*) from appointment") == 2
