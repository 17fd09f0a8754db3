"""What our door missed is read from the provider's list, once; what no journey says is said straight back, once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from activities.catching import Catching
from activities.gateways.gateway import CannotTell
from activities.gateways.mailbox import Mailbox
from activities.gateways.twilio_http import OneTry
from activities.gateways.twilio_sms import Account, TwilioSms
from activities.replying import Replying
from database.inbound import Inbound, keep
from database.number_replies import NumberReply, want_reply
from pathways.clinic import TEXT_FIELDS
from templates.catalogue import load
from tests.support.people import admitted
from tests.support.twilio_stand_in import TAKEN_ALL_THE_SAME, Fault, TwilioStandIn

OURS, ANA = "+15550100100", "+15550100001"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
async def stand_in() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as server:
        yield server


@pytest.fixture
async def sms(stand_in: TwilioStandIn) -> AsyncIterator[TwilioSms]:
    account = Account(sid=stand_in.account, token=stand_in.token, sender=OURS, address=stand_in.address)
    gateway = TwilioSms(account, OneTry(stand_in.address, read=0.3))
    yield gateway
    await gateway.close()


async def _kept(pool: asyncpg.Pool) -> list[str]:
    return [row["words"] for row in await pool.fetch("select words from inbound order by words")]


async def test_what_came_while_nobody_listened_is_caught_up_on_once(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    known, _ = stand_in.receive("known", sender=ANA, to=OURS), stand_in.receive("missed", sender=ANA, to=OURS)
    async with pool.acquire() as connection:
        await keep(connection, Inbound(id=known.sid, sender=ANA, receiver=OURS, words="known", at=AT))
    one, other = Catching(pool, sms, OURS), Catching(pool, sms, OURS)

    await one.catch_up()
    assert await _kept(pool) == ["known", "missed"]

    stand_in.receive("later", sender=ANA, to=OURS)
    await other.catch_up()
    assert await _kept(pool) == ["known", "missed"], "five minutes are not over"
    await pool.execute("update inbound_poll set read_to = read_to - interval '5 minutes'")
    await other.catch_up()
    assert await _kept(pool) == ["known", "later", "missed"]


async def test_nothing_counts_as_read_while_the_provider_cannot_be_asked(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    stand_in.receive("missed", sender=ANA, to=OURS)
    away = TwilioSms(sms.account, OneTry("http://127.0.0.1:1"))

    with pytest.raises(CannotTell):
        await Catching(pool, away, OURS).catch_up()
    await away.close()
    await Catching(pool, sms, OURS).catch_up()

    assert await _kept(pool) == ["missed"]


async def _wanted(
    pool: asyncpg.Pool, template: str, *, patient: str | None = None, language: str = "en"
) -> None:
    async with pool.acquire() as connection:
        await keep(connection, Inbound(id="SM1", sender=ANA, receiver=OURS, words="?", at=AT))
        reply = NumberReply(
            id=f"SM1:{template}",
            number=ANA,
            patient=patient,
            listener="patient",
            template=template,
            language=language,
            at=AT,
        )
        await want_reply(connection, "SM1", reply, safety=False)


async def _again(pool: asyncpg.Pool) -> None:
    """A minute and a half later."""
    await pool.execute(
        "update number_reply set tried_at = tried_at - interval '2 minutes', not_before = not_before - interval '2 minutes'"
    )


async def _state(pool: asyncpg.Pool) -> str:
    return str(await pool.fetchval("select state from number_reply"))


async def test_an_answer_goes_straight_back_to_the_number(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    await _wanted(pool, "not_watched", language="xx")
    replying = Replying(pool, sms, load(), TEXT_FIELDS)

    assert await replying.say_next()
    assert not await replying.say_next()
    assert await _state(pool) == "sent"
    ((to, words),) = stand_in.copies()
    assert to == ANA
    assert words.startswith("Northside Care: Thank you. We do not read texts all the time.")


@pytest.mark.parametrize("fault", [*TAKEN_ALL_THE_SAME[:2], "reset", "busy", "queue_full"])
async def test_an_answer_is_said_once_whatever_the_provider_does(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms, fault: Fault
) -> None:
    await _wanted(pool, "not_watched")
    stand_in.fail_next(fault)
    replying = Replying(pool, sms, load(), TEXT_FIELDS)

    await replying.say_next()
    assert not await replying.say_next(), "not at once"
    await _again(pool)
    await replying.say_next()

    assert await _state(pool) == "sent"
    assert list(stand_in.copies().values()) == [1]


async def test_an_answer_that_is_refused_is_not_tried_on(
    pool: asyncpg.Pool, stand_in: TwilioStandIn, sms: TwilioSms
) -> None:
    await _wanted(pool, "not_watched")
    stand_in.fail_next("opted_out")

    await Replying(pool, sms, load(), TEXT_FIELDS).say_next()

    assert await _state(pool) == "failed"


async def test_without_a_provider_the_answer_is_on_the_patients_phone(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await admitted(connection, "p-1", "Ana", [ANA])
    await _wanted(pool, "stop_confirm", patient="p-1", language="es")

    await Replying(pool, Mailbox(pool), load(), TEXT_FIELDS).say_next()

    words = await pool.fetchval("select words from mailbox where patient = 'p-1'")
    assert words.startswith("No va a recibir otros mensajes de Northside Care.")
    assert await pool.fetchval("select at from mailbox") == AT
