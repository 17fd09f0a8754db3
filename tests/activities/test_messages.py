"""Every text that the core programme tells arrives whole, in each language it is written in, and once."""

from collections.abc import Iterator

import asyncpg
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.gateways.mailbox import Mailbox
from activities.links import Links
from activities.messages import Messages
from activities.orders import About, Order
from activities.saying import Saying
from activities.ways import Gateways
from commandline.loading import load_pathway
from database.booking import Booked, book
from database.prompts import want_prompt
from engine.care import Prompt
from engine.commands import Key, Reason, SendMessage
from engine.index import index_of
from engine.words import Ask, Book, Message, Procedure, Task
from pathways.clinic import CLINIC, TEXT_FIELDS
from templates.catalogue import load
from tests.support.calendars import DUE, NOW, admit, open_clinic, schedule, want

TEMPLATES = load()
PATIENT, JOURNEY = "a", "j-a"
VISIT, FORM, CALL, OWN = "check", "form", "call", "words"
TO_PATIENTS = ("patient", "caregiver")


def _told() -> Iterator[tuple[str, str, str | None]]:
    """Each template of the core programme, with the step that tells it here and the step that it looks to."""
    pathway = load_pathway("chronic_pain")
    index = index_of(pathway)
    ladders = {ladder.name: ladder for ladder in pathway.ladders}
    yield from ((severity.shows, CALL, None) for severity in pathway.severities if severity.shows)
    for step in index.steps.values():
        match step:
            case Message() if step.to in TO_PATIENTS:
                ahead = index.steps.get(step.when.anchor) if step.when else None
                yield step.template, OWN, VISIT if isinstance(ahead, Book | Procedure) else None
            case Ask() if step.by == "patient" and step.template:
                yield step.template, FORM, None
            case _:
                pass
        ladder = ladders.get(getattr(step, "ladder", None) or "")
        own = FORM if isinstance(step, Ask) else CALL if isinstance(step, Task) else VISIT
        yield from ((rung.template, own, None) for rung in (ladder.rungs if ladder else ()) if rung.template)


TOLD = sorted(
    {(*one, text.language) for one in _told() for text in TEMPLATES[one[0]].texts},
    key=lambda one: [part or "" for part in one],
)


@pytest.fixture
async def messages(pool: asyncpg.Pool) -> Messages:
    """For a patient who has a visit ahead, a form open, and a call that was promised just now."""
    async with pool.acquire() as connection:
        await open_clinic(connection)
        await admit(connection, PATIENT)
        key = await want(connection, PATIENT, schedule(PATIENT))
        assert isinstance(await book(connection, JOURNEY, key, NOW), Booked)
        await connection.execute(_FORM, JOURNEY, PATIENT, FORM, NOW, DUE)
        await connection.execute(_CALL, JOURNEY, PATIENT, CALL, NOW, DUE)
    saying = Saying(
        TEMPLATES, {**TEXT_FIELDS, "first_name": "Maxi"}, Links(base="http://127.0.0.1", key=b"test")
    )
    return Messages(pool, saying, Gateways(texts=Mailbox(pool)), CLINIC)


async def _wanted(
    messages: Messages, template: str, step: str, about: str | None, language: str, attempt: int = 1
) -> Order:
    message = SendMessage(
        key=Key(JOURNEY, step, 1, attempt),
        reason=Reason("", ""),
        template=template,
        to="patient",
        urgency="reply",
        about=about,
    )
    async with messages.pool.acquire() as connection:
        await connection.execute("update patient set language = $1", language)
        await want_prompt(connection, PATIENT, Prompt(NOW, "patient", (message,)))
    return Order(
        what="send_message",
        patient=PATIENT,
        journey=JOURNEY,
        key=str(message.key),
        about=(About(journey=JOURNEY, step=step, occurrence=1),),
        at=NOW,
    )


async def test_every_text_of_the_core_programme_finds_its_values(messages: Messages) -> None:
    assert {language for *_, language in TOLD} >= {"en", "es"}
    arrived = {}
    for number, one in enumerate(TOLD, start=1):
        order = await _wanted(messages, *one, number)
        await ActivityEnvironment().run(messages.send_message, order)
        arrived[one] = await messages.pool.fetchval("select words from mailbox where key = $1", order.key)

    assert [one for one, words in arrived.items() if not words or "{" in words] == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("form_due", FORM, None, "en"), "It takes about 1 minutes and helps your team plan with you. Please finish by Friday."),
        (("visit_reminder", VISIT, None, "en"), "You have a clinic visit on Monday, June 1 at 8:00 am."),
        (("visit_reminder", VISIT, None, "es"), "lunes 1 de junio a las 8:00 am"),
        (("day_before", OWN, VISIT, "en"), "See you tomorrow at 8:00 am."),
        (("call_soon", CALL, None, "en"), "will call you by 5:00 pm on Friday."),
        (("crisis_reply", OWN, None, "en"), "will call you by 5:00 pm on Friday."),
    ],
)  # fmt: skip
async def test_what_a_text_says_is_true_of_its_visit_form_or_call(
    messages: Messages, told: tuple[str, str, str | None, str], words: str
) -> None:
    await ActivityEnvironment().run(messages.send_message, await _wanted(messages, *told))

    assert words in await messages.pool.fetchval("select words from mailbox")


async def test_a_text_without_its_value_is_not_sent_and_is_marked_as_failed(messages: Messages) -> None:
    order = await _wanted(messages, "visit_reminder", OWN, None, "en")

    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(messages.send_message, order)

    assert failure.value.non_retryable
    assert await messages.pool.fetchval("select state from prompt") == "failed"
    assert await messages.pool.fetchval("select count(*) from mailbox") == 0


async def test_who_reads_another_language_is_phoned_and_never_written_to_in_english(
    messages: Messages,
) -> None:
    order = await _wanted(messages, "warning_signs", OWN, None, "pl")

    with pytest.raises(ApplicationError, match="in this patient's language") as failure:
        await ActivityEnvironment().run(messages.send_message, order)

    assert failure.value.type == "NoWords"
    assert failure.value.non_retryable
    assert await messages.pool.fetchval("select state from prompt") == "failed"
    assert await messages.pool.fetchval("select count(*) from mailbox") == 0


async def test_words_of_health_arrive_behind_the_patients_own_door(messages: Messages) -> None:
    order = await _wanted(messages, "warning_signs", OWN, None, "en")

    await ActivityEnvironment().run(messages.send_message, order)

    assert await messages.pool.fetchval("select channel from mailbox") == "secure"


_FORM = """
insert into questionnaire_request
  (journey, key, patient, step, occurrence, instruments, asked_of, opened_at, due_at)
values ($1, $3 || '#1.1', $2, $3, 1, '{peg}', 'patient', $4, $5)
"""
_CALL = """
insert into task (journey, key, patient, step, role, opened_at, due_at, contact, outcomes, reason)
values ($1, $3 || '#1.1', $2, $3, 'nurse', $4, $5, true, '{}', '')
"""
