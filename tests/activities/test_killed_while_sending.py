"""A worker that dies at any moment of sending, and a provider that fails: each prompt once, or a person's.

The long version, with real workers and Postgres killed: `python -m bench.posting`.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random

import asyncpg
from temporalio.exceptions import ApplicationError

from activities.gateways.twilio_http import OneTry
from activities.gateways.twilio_sms import Account, TwilioSms
from activities.links import Links
from activities.messages import Messages
from activities.orders import Order
from activities.saying import Saying
from activities.ways import Gateways
from engine.clinic import Clinic
from pathways.clinic import TEXT_FIELDS
from templates.catalogue import load
from tests.support.sending import attempt, prompted, reachable
from tests.support.twilio_stand_in import Fault, TwilioStandIn, always

PROMPTS, SEED = 120, 7
# Three fifths answer well; the rest fail in every way there is.
FAULTS: tuple[Fault, ...] = (
    "none", "reset_after_taking", "none", "busy", "none", "error", "none", "error_after_taking", "none", "none", "reset",
    "none", "torn_after_taking", "none", "queue_full", "none", "html_after_taking", "none", "none",
)  # fmt: skip
NOTICED_AFTER = timedelta(seconds=30)
"""So long Temporal waits for a worker that died (start-to-close)."""


async def test_each_prompt_is_taken_once_or_is_a_persons_work(pool: asyncpg.Pool) -> None:
    chance = Random(SEED)  # noqa: S311  (moments of a test, not secrets)
    async with TwilioStandIn(faults=always(FAULTS)) as stand_in, pool.acquire() as connection:
        gateway = TwilioSms(
            Account(
                sid=stand_in.account, token=stand_in.token, sender="+15550100100", address=stand_in.address
            ),
            OneTry(stand_in.address, read=1),
        )
        messages = Messages(
            pool,
            Saying(load(), TEXT_FIELDS, Links(base="http://127.0.0.1", key=b"test")),
            Gateways(texts=gateway),
            Clinic(),
        )
        orders = []
        for number in range(PROMPTS):
            await reachable(connection, f"p{number}", f"+1555010{number:04}")
            orders.append(await prompted(connection, "welcome_optin", patient=f"p{number}"))

        killed = sum([await _lived(messages, order, chance) for order in orders])

        await gateway.close()
        copies = Counter(one.to for one in stand_in.taken)
        by_a_person = await connection.fetchval("select count(*) from prompt where state = 'failed'")
        sent = await connection.fetchval("select count(*) from prompt where state = 'sent'")
    assert killed > 10
    assert {number for number, times in copies.items() if times > 1} == set()
    assert sent + by_a_person == PROMPTS
    assert len(copies) >= sent
    assert by_a_person < PROMPTS / 20


async def _lived(messages: Messages, order: Order, chance: Random) -> int:
    """Until it is sent or a person's; how often a worker died on the way."""
    after, killed = timedelta(), 0
    while True:
        work = asyncio.ensure_future(attempt(messages, order, after))
        if chance.random() < 0.4:
            await asyncio.wait({work}, timeout=chance.uniform(0, 0.01))
            work.cancel()
        await asyncio.wait({work})
        if work.cancelled():
            killed += 1
            after += NOTICED_AFTER
            continue
        error = work.exception()
        if isinstance(error, ApplicationError) and error.non_retryable:
            return killed
        if error is not None:  # cut off in the middle of a word with the database
            killed += 1
            after += NOTICED_AFTER
            continue
        wait = work.result()
        if wait is None:
            return killed
        after += wait
