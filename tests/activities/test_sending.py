"""Prompts through Twilio's own client to a server that fails: each arrives once, or a person is asked."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import product

import asyncpg
import icalendar
import pytest
from temporalio.exceptions import ApplicationError

from activities.gateways.smtp_mail import SmtpMail
from activities.gateways.smtp_mail import mail_server as mail_server_of
from activities.gateways.twilio_http import OneTry
from activities.gateways.twilio_sms import Account, TwilioSms
from activities.links import Links
from activities.messages import Messages
from activities.once import Pace
from activities.saying import Saying
from activities.ways import Gateways
from database.booking import Booked, book
from engine.clinic import Clinic
from pathways.clinic import TEXT_FIELDS
from templates.catalogue import load
from tests.support.calendars import MONDAY, NOW, at, open_clinic, schedule, want
from tests.support.mail_server import mail_server
from tests.support.sending import PATIENT, PHONE, attempt, mailed, prompted, reachable, sent
from tests.support.twilio_stand_in import LOST, TAKEN_ALL_THE_SAME, Fault, TwilioStandIn

ROUTINE, SAFETY = "welcome_optin", "emergency_now"
SAYING = Saying(load(), TEXT_FIELDS, Links(base="http://127.0.0.1", key=b"test"))
SETTLED = Pace().doubtful_for


@pytest.fixture
async def stand_in() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as server:
        yield server


@pytest.fixture
async def messages(pool: asyncpg.Pool, stand_in: TwilioStandIn) -> AsyncIterator[Messages]:
    async with pool.acquire() as connection:
        await reachable(connection)
    account = Account(
        sid=stand_in.account, token=stand_in.token, sender="+15550100100", address=stand_in.address
    )
    gateway = TwilioSms(account, OneTry(stand_in.address, read=0.2))
    yield Messages(pool, SAYING, Gateways(texts=gateway), Clinic())
    await gateway.close()


async def test_a_prompt_is_sent_and_marked_with_the_providers_id(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE)

    assert await sent(messages, order) == timedelta()
    assert await sent(messages, order) == timedelta()

    (taken,) = stand_in.taken
    assert taken.to == PHONE
    assert await messages.pool.fetchval("select provider_id from posting") == taken.sid
    row = await messages.pool.fetchrow("select state, channel from prompt")
    assert tuple(row or ()) == ("sent", "sms")


async def test_whatever_the_provider_does_each_prompt_is_taken_exactly_once(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    """All to one number and in the same words, so that the provider's list alone tells nothing."""
    for number, (fault, template) in enumerate(product((*TAKEN_ALL_THE_SAME, *LOST), (ROUTINE, SAFETY)), 1):
        stand_in.fail_next(fault)
        async with messages.pool.acquire() as connection:
            order = await prompted(connection, template, number=number)

        took = await sent(messages, order)

        assert len(stand_in.taken) == number, (fault, template)
        # What may be lost is only sent again once the list had time to show it; danger does not wait for that.
        assert (took >= SETTLED) == (fault in LOST and template == ROUTINE), (fault, template)

    ids = await messages.pool.fetch("select provider_id from posting")
    assert {row["provider_id"] for row in ids} == {one.sid for one in stand_in.taken}


async def test_what_was_surely_not_taken_is_simply_sent_again(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    faults: tuple[Fault, ...] = ("busy", "queue_full", "not_our_key")
    stand_in.fail_next(*faults)
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE)

    await sent(messages, order)

    assert (len(stand_in.taken), stand_in.asked["list"]) == (1, 0)


async def test_a_provider_that_asks_for_seven_seconds_gets_them(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.fail_next("busy")
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE)

    assert await attempt(messages, order) == timedelta(seconds=7)


async def test_a_refusal_is_a_persons_work_and_remembered(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    refusals: dict[Fault, str] = {
        "refused": "select true",
        "landline": "select unwritable_since is not null from contact_point",
        "opted_out": "select not granted from number_consent",
    }
    for number, (fault, noted) in enumerate(refusals.items(), 1):
        stand_in.fail_next(fault)
        async with messages.pool.acquire() as connection:
            await connection.execute("update contact_point set unwritable_since = null")
            order = await prompted(connection, ROUTINE, number=number)

        with pytest.raises(ApplicationError) as failure:
            await sent(messages, order)

        assert failure.value.non_retryable
        assert PHONE not in str(failure.value)
        assert await messages.pool.fetchval("select state from prompt where key = $1", order.key) == "failed"
        assert await messages.pool.fetchval("select why from prompt where key = $1", order.key)
        assert await messages.pool.fetchval(noted) is True


async def test_two_of_one_phone_with_the_same_words_get_one_each(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.fail_next("error_after_taking", "error_after_taking")
    async with messages.pool.acquire() as connection:
        await reachable(connection, "b")
        orders = [await prompted(connection, ROUTINE, patient=one) for one in (PATIENT, "b")]

    for order in orders:
        await attempt(messages, order)
    for order in orders:
        await sent(messages, order)

    assert [one.body for one in stand_in.taken] == [stand_in.taken[0].body] * 2
    ids = await messages.pool.fetch("select provider_id from posting")
    assert {row["provider_id"] for row in ids} == {one.sid for one in stand_in.taken}


async def test_a_provider_that_stays_silent_is_at_last_a_persons_work(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.faults = lambda: "error"
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE)

    with pytest.raises(ApplicationError, match="refused"):
        await sent(messages, order)

    assert stand_in.asked["create"] == 3


async def test_words_of_danger_are_a_persons_work_after_ten_minutes(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.faults = lambda: "queue_full"
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, SAFETY, urgency="safety")

    with pytest.raises(ApplicationError, match="could not be sent in time"):
        await sent(messages, order)


async def test_words_of_health_wait_behind_the_patients_door_and_the_text_says_only_that(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, "warning_signs")

    await sent(messages, order)

    assert "There is a message for you" in stand_in.taken[0].body
    behind = await messages.pool.fetchrow("select channel, words from mailbox")
    assert behind is not None
    assert behind["channel"] == "secure"
    assert behind["words"] not in stand_in.taken[0].body


async def test_a_routine_text_that_was_held_up_into_the_night_waits_for_the_morning(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.fail_next("queue_full", "queue_full", "queue_full")
    evening = at(MONDAY, "19:59")
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE, urgency="routine", at=evening)

    took = await sent(messages, order)

    assert evening + took == at(MONDAY + timedelta(days=1), "08:00")
    assert len(stand_in.taken) == 1


async def test_what_nobody_needs_any_more_is_not_sent_and_says_why(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    for number, ending in enumerate(("died", "withdrew", "transferred"), 1):
        async with messages.pool.acquire() as connection:
            order = await prompted(connection, ROUTINE, number=number)
            await connection.execute("update journey set ending = $1, status = 'ended'", ending)

        await sent(messages, order)

    rows = await messages.pool.fetch("select state, why from prompt order by key")
    assert [tuple(row) for row in rows] == [
        ("expired", "the patient died"),
        ("expired", "the patient withdrew"),
        ("expired", "the patient transferred"),
    ]
    assert stand_in.taken == []


async def test_who_has_taken_back_their_consent_since_is_not_texted(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    async with messages.pool.acquire() as connection:
        order = await prompted(connection, ROUTINE)
        await connection.execute("insert into consent values ($1, 'sms', false, 'staff', $2)", PATIENT, NOW)

    with pytest.raises(ApplicationError) as failure:
        await sent(messages, order)

    assert failure.value.type == "NotAgreed"
    assert stand_in.taken == []


async def test_what_came_too_late_says_so_and_danger_is_told_by_a_person(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    async with messages.pool.acquire() as connection:
        routine = await prompted(connection, ROUTINE, expires_at=NOW)
        danger = await prompted(connection, SAFETY, number=2, urgency="safety", expires_at=NOW)

    await sent(messages, routine)
    with pytest.raises(ApplicationError, match="too late"):
        await sent(messages, danger)

    assert stand_in.taken == []
    rows = await messages.pool.fetch("select state from prompt order by key")
    assert [row["state"] for row in rows] == ["expired", "failed"]


async def test_who_wants_e_mail_too_gets_the_second_reminder_there_with_the_visit_for_their_calendar(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    async with mail_server() as box, messages.pool.acquire() as connection:
        await mailed(connection)
        await open_clinic(connection)
        key = await want(connection, PATIENT, schedule(PATIENT))
        booked = await book(connection, f"j-{PATIENT}", key, NOW)
        assert isinstance(booked, Booked)
        server = mail_server_of(f"smtp+none://127.0.0.1:{box.port}", "care@clinic.example.org", "Northside")
        both = Messages(
            messages.pool, SAYING, Gateways(texts=messages.gateways.texts, mail=SmtpMail(server)), Clinic()
        )
        for number, other in enumerate((False, True), 1):
            order = await prompted(
                connection,
                "visit_reminder",
                step="check",
                number=number,
                urgency="visit",
                other_channel=other,
            )
            await sent(both, order)

        assert [
            row["channel"] for row in await connection.fetch("select channel from prompt order by key")
        ] == [
            "sms",
            "email",
        ]
    assert len(stand_in.taken) == 1
    (letter,) = box.letters
    assert str(letter["Subject"]).endswith("Your appointment on Monday, June 1")
    (calendar,) = [part for part in letter.walk() if part.get_filename() == "visit.ics"]
    (event,) = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert event.decoded("dtstart") == booked.starts[0]


async def test_a_number_that_takes_no_texts_is_answered_by_e_mail_where_that_was_agreed_to(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    stand_in.fail_next("landline")
    async with mail_server() as box, messages.pool.acquire() as connection:
        await mailed(connection)
        await open_clinic(connection)
        key = await want(connection, PATIENT, schedule(PATIENT))
        assert isinstance(await book(connection, f"j-{PATIENT}", key, NOW), Booked)
        server = mail_server_of(f"smtp+none://127.0.0.1:{box.port}", "care@clinic.example.org", "Northside")
        both = Messages(
            messages.pool, SAYING, Gateways(texts=messages.gateways.texts, mail=SmtpMail(server)), Clinic()
        )
        order = await prompted(connection, "visit_reminder", step="check", urgency="visit")

        assert await sent(both, order) == timedelta()

        assert await connection.fetchval("select channel from prompt") == "email"
    assert len(box.letters) == 1
    assert stand_in.taken == []


class Unlucky(Links):
    """Tokens that spell what no text may say."""

    def token(self, journey: str, prompt: str) -> str:
        return "pain-PEG-fail-drug"


async def test_words_that_break_a_rule_are_a_persons_work_and_the_letters_of_a_link_break_none(
    messages: Messages, stand_in: TwilioStandIn
) -> None:
    unlucky = Saying(load(), TEXT_FIELDS, Unlucky(base="http://127.0.0.1", key=b"test"))
    foolish = Saying(load(), {**TEXT_FIELDS, "clinic": "Northside Pain Center"}, SAYING.links)
    async with messages.pool.acquire() as connection:
        await connection.execute(
            "insert into questionnaire_request"
            " (journey, key, patient, step, occurrence, instruments, asked_of, opened_at, due_at)"
            " values ('j-a', 'form#1.1', 'a', 'form', 1, '{peg}', 'patient', $1::timestamptz, $1::timestamptz + interval '2 days')",
            NOW,
        )
        orders = [await prompted(connection, "form_due", step="form", number=number) for number in (1, 2)]

    await sent(Messages(messages.pool, unlucky, messages.gateways, Clinic()), orders[0])
    with pytest.raises(ApplicationError, match="form_due: as it would be read now it breaks T-02") as failure:
        await sent(Messages(messages.pool, foolish, messages.gateways, Clinic()), orders[1])

    assert failure.value.non_retryable
    (taken,) = stand_in.taken
    assert "/f/pain-PEG-fail-drug" in taken.body
