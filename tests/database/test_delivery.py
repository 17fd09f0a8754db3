"""What became of a text: every order of the provider's news, each of it twice, comes to the same end."""

from datetime import timedelta
from itertools import pairwise, permutations

import asyncpg

from database.delivery import not_arrived, note_delivery, settle, unheard_of
from database.pool import Connection
from database.postings import open_posting, was_sent
from tests.support.calendars import NOW
from tests.support.sending import JOURNEY, PATIENT, PHONE, prompted, reachable

STORIES = (
    (("queued", None), ("sending", None), ("sent", None), ("delivered", None)),
    (("queued", None), ("sent", None), ("undelivered", 30003)),
    (("queued", None), ("failed", 30007)),
    (("sent", None), ("undelivered", 30008), ("delivered", None)),
    (("sent", None), ("delivered", None), ("read", None)),
    (("a word of tomorrow", None), ("sent", None)),
)


async def _posted(connection: Connection, number: int) -> str:
    await prompted(connection, "welcome_optin", number=number)
    posting = await open_posting(
        connection, JOURNEY, f"words#1.{number}", "sms", PATIENT, address=PHONE, words="Hello", at=NOW
    )
    return posting.ref


async def test_news_in_any_order_and_twice_comes_to_one_end(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await reachable(connection)
        number = 0
        for story in STORIES:
            for order in permutations(story):
                number += 1
                ref, id = await _posted(connection, number), f"SM{number}"
                await was_sent(connection, ref, id, NOW)
                for state, error in (*order, *order[:2]):
                    await note_delivery(connection, id, state, error, NOW)

                known = await connection.fetchrow(
                    "select delivery, delivery_error from posting where ref = $1", ref
                )
                assert tuple(known or ()) == story[-1], order


async def test_a_callback_that_comes_before_our_answer_tells_that_it_was_taken(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await reachable(connection)
        ref = await _posted(connection, 1)

        await note_delivery(connection, "SM1", "sent", None, NOW, ref=ref)
        await note_delivery(connection, "SM2", "sent", None, NOW, ref="of nobody")

        row = await connection.fetchrow("select state, provider_id, delivery from posting")
        assert tuple(row or ()) == ("sent", "SM1", "sent")


async def test_news_of_a_text_that_we_do_not_know_yet_counts_once_we_do(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await reachable(connection)
        ref = await _posted(connection, 1)
        await note_delivery(connection, "SM1", "undelivered", 30005, NOW)
        assert await not_arrived(connection) is None

        await was_sent(connection, ref, "SM1", NOW)

        found = await not_arrived(connection)
        assert found is not None
        assert (found.error, found.about) == (30005, ((JOURNEY, "words", 1),))
        await settle(connection, ref, NOW)
        assert await not_arrived(connection) is None


async def test_who_is_not_told_asks_again_every_five_minutes_for_a_day(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await reachable(connection)
        await was_sent(connection, await _posted(connection, 1), "SM1", NOW)
        await was_sent(connection, await _posted(connection, 2), "SM2", NOW)
        await note_delivery(connection, "SM2", "delivered", None, NOW)
        asked = [
            minutes
            for minutes in range(2000)
            if await unheard_of(connection, NOW + timedelta(minutes=minutes), 10)
        ]

    assert asked[0] == 5
    assert {later - sooner for sooner, later in pairwise(asked)} == {5}
    assert asked[-1] <= 24 * 60
