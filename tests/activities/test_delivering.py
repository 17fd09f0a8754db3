"""A text that the provider took and that did not arrive: its journey hears so once, whoever noticed it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import asyncpg
import pytest

from activities.delivering import Delivering
from activities.gateways.twilio_sms import Account, TwilioSms
from activities.links import Links
from activities.messages import Messages
from activities.saying import Saying
from activities.ways import Gateways
from database.delivery import note_delivery
from engine.clinic import Clinic
from engine.events import Event, PromptFailed
from pathways.clinic import TEXT_FIELDS
from templates.catalogue import load
from tests.support.calendars import NOW
from tests.support.sending import JOURNEY, PATIENT, prompted, reachable, sent
from tests.support.twilio_stand_in import TwilioStandIn


@dataclass
class Told:
    news: list[tuple[str, str, Event]] = field(default_factory=list)

    async def tell(self, patient: str, journey: str, event: Event) -> str | None:
        self.news.append((patient, journey, event))
        return "it is over"


@pytest.fixture
async def stand_in() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as server:
        yield server


@pytest.fixture
async def sms(stand_in: TwilioStandIn) -> AsyncIterator[TwilioSms]:
    account = Account(
        sid=stand_in.account, token=stand_in.token, sender="+15550100100", address=stand_in.address
    )
    gateway = TwilioSms(account)
    yield gateway
    await gateway.close()


async def test_a_text_that_did_not_arrive_is_news_to_its_journey_once(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    messages = Messages(
        pool,
        Saying(load(), TEXT_FIELDS, Links(base="http://127.0.0.1", key=b"test")),
        Gateways(texts=sms),
        Clinic(),
    )
    async with pool.acquire() as connection:
        await reachable(connection)
        order = await prompted(connection, "welcome_optin")
    await sent(messages, order)
    told = Told()
    delivering = Delivering(pool, sms, told.tell)
    assert await delivering.tell_next() is False

    # No callback ever comes: the provider is asked.
    stand_in.taken[0].status, stand_in.taken[0].error = "undelivered", 30005
    await pool.execute("update posting set sent_at = clock_timestamp() - interval '6 minutes'")
    assert await delivering.ask_next() is False
    async with pool.acquire() as connection:
        await note_delivery(connection, stand_in.taken[0].sid, "undelivered", 30005, NOW)
    assert [await delivering.tell_next(), await delivering.tell_next()] == [True, False]

    ((patient, journey, event),) = told.news
    assert (patient, journey) == (PATIENT, JOURNEY)
    assert isinstance(event, PromptFailed)
    assert (event.id, event.step, event.occurrence) == ("undelivered:words#1.1:words", "words", 1)
    assert await pool.fetchval("select unwritable_since is not null from contact_point") is True


async def test_a_provider_that_cannot_tell_is_asked_again_later(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    messages = Messages(
        pool,
        Saying(load(), TEXT_FIELDS, Links(base="http://127.0.0.1", key=b"test")),
        Gateways(texts=sms),
        Clinic(),
    )
    async with pool.acquire() as connection:
        await reachable(connection)
        order = await prompted(connection, "welcome_optin")
    await sent(messages, order)
    await pool.execute("update posting set sent_at = clock_timestamp() - interval '6 minutes'")
    stand_in.taken.clear()

    assert await Delivering(pool, sms, Told().tell).ask_next() is False
    assert await pool.fetchval("select delivery is null and asked_at is not null from posting") is True
