"""Twilio's real client against a server that fails in every way: what each answer means, in one try each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from activities.gateways.gateway import (
    CannotTell,
    Letter,
    Misconfigured,
    NeverThisMessage,
    NeverThisNumber,
    Outcome,
    Sent,
    TryAgain,
    Unsure,
)
from activities.gateways.twilio_http import OneTry
from activities.gateways.twilio_sms import Account, TwilioSms
from tests.support.twilio_stand_in import TAKEN_ALL_THE_SAME, Fault, TwilioStandIn

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LETTER = Letter(ref="abc", number=1, to="+15550100142", words="Northside: hello", at=LONG_AGO)


def account(stand_in: TwilioStandIn) -> Account:
    return Account(
        sid=stand_in.account,
        token=stand_in.token,
        sender="+15550100100",
        callbacks="https://care.example.org/",
        address=stand_in.address,
    )


@pytest.fixture
async def stand_in() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as server:
        yield server


@pytest.fixture
async def sms(stand_in: TwilioStandIn) -> AsyncIterator[TwilioSms]:
    gateway = TwilioSms(account(stand_in), OneTry(stand_in.address, read=0.3))
    yield gateway
    await gateway.close()


async def test_a_text_is_taken_once_with_the_address_of_its_callback(
    sms: TwilioSms, stand_in: TwilioStandIn
) -> None:
    outcome = await sms.post(LETTER)

    (taken,) = stand_in.taken
    assert outcome == Sent(taken.sid)
    assert (taken.to, taken.body, taken.sender) == (LETTER.to, LETTER.words, "+15550100100")
    assert taken.callback == "https://care.example.org/hooks/twilio/status/abc/1"


@pytest.mark.parametrize(
    ("fault", "means"),
    [
        ("busy", TryAgain("429", timedelta(seconds=7))),
        ("queue_full", TryAgain("21611")),
        ("refused", NeverThisMessage("21602")),
        ("landline", NeverThisNumber("21614")),
        ("opted_out", NeverThisNumber("21610", opted_out=True)),
        ("not_our_key", Misconfigured("20003")),
        ("reset", Unsure("no_answer")),
        ("reset_after_taking", Unsure("no_answer")),
        ("error", Unsure("20500")),
        ("error_after_taking", Unsure("20500")),
        ("html_after_taking", Unsure("503")),
        ("torn_after_taking", Unsure("unreadable_answer")),
        ("hang", Unsure("no_answer")),
        ("hang_after_taking", Unsure("no_answer")),
    ],
)
async def test_each_failure_is_one_request_and_means_one_thing(
    sms: TwilioSms, stand_in: TwilioStandIn, fault: Fault, means: Outcome
) -> None:
    stand_in.fail_next(fault)

    assert await sms.post(LETTER) == means
    assert stand_in.asked["create"] == 1
    assert len(stand_in.taken) == (fault in TAKEN_ALL_THE_SAME)


async def test_a_server_that_is_away_was_surely_not_told(stand_in: TwilioStandIn) -> None:
    gateway = TwilioSms(account(stand_in), OneTry("http://127.0.0.1:1"))

    assert await gateway.post(LETTER) == TryAgain("not_connected")
    with pytest.raises(CannotTell):
        await gateway.found(LETTER, LONG_AGO)
    await gateway.close()


async def test_what_was_taken_is_found_by_its_words_over_many_pages(
    sms: TwilioSms, stand_in: TwilioStandIn
) -> None:
    stand_in.fail_next("error_after_taking")
    await sms.post(LETTER)
    for number in range(250):
        stand_in.receive(f"noise {number}", sender="+15550100100", to=LETTER.to)

    assert await sms.found(LETTER, LONG_AGO) == (stand_in.taken[0].sid,)
    assert stand_in.asked["list"] == 2
    assert await sms.found(LETTER, stand_in.taken[0].at + timedelta(hours=1)) == ()


async def test_what_comes_in_can_be_asked_for(sms: TwilioSms, stand_in: TwilioStandIn) -> None:
    await sms.post(LETTER)
    first = stand_in.receive("C", sender=LETTER.to, to="+15550100100")
    second = stand_in.receive("later", sender=LETTER.to, to="+15550100100")

    came = await sms.received("+15550100100", LONG_AGO)

    assert [(one.id, one.words, one.sender) for one in came] == [
        (first.sid, "C", LETTER.to),
        (second.sid, "later", LETTER.to),
    ]


async def test_what_became_of_a_text_can_be_asked_for(sms: TwilioSms, stand_in: TwilioStandIn) -> None:
    await sms.post(LETTER)
    stand_in.taken[0].status, stand_in.taken[0].error = "undelivered", 30003

    found = await sms.delivery(stand_in.taken[0].sid)

    assert (found.state, found.error) == ("undelivered", 30003)
    with pytest.raises(CannotTell, match="20404"):
        await sms.delivery("SM" + "f" * 32)
