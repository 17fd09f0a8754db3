"""Texts are heard once, by whoever is left to hear them, for everybody whose phone it may be."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from temporalio.service import RPCError, RPCStatusCode

from activities.hearing import A_PERSON_AFTER, Hearing
from activities.listening import listening
from commandline.loading import load_pathway
from database.consents import note_consent, note_consent_form
from database.inbound import Inbound, keep
from database.numbers import let_in, refuses
from engine.events import Answered, Event, Reported
from pathways.clinic import CLINIC
from tests.support.people import admitted, asked_about_a_visit, asked_for_a_form, on_journey
from tests.support.provider import OURS, text_id
from tests.support.waiting import until
from workflows.known import known

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANA, BO, STRANGER = "+15550100001", "+15550100002", "+15550100009"


@dataclass
class Journeys:
    """Takes what it is told, as a patient's workflow does: the same event once."""

    told: dict[tuple[str, str], Event] = field(default_factory=dict)
    refusal: str | None = None
    fault: Exception | None = None

    async def tell(self, patient: str, journey: str, event: Event) -> str | None:
        if self.fault is not None:
            raise self.fault
        if self.refusal is None:
            self.told[journey, getattr(event, "id", "")] = event
        return self.refusal

    @property
    def what(self) -> list[tuple[str, str]]:
        return [
            (journey, event.report if isinstance(event, Reported) else type(event).__name__)
            for (journey, _), event in self.told.items()
        ]


@pytest.fixture
def journeys() -> Journeys:
    return Journeys()


@pytest.fixture
async def hearing(pool: asyncpg.Pool, journeys: Journeys) -> Hearing:
    """Ana has a phone of her own, Bo shares his with Cy; Bo and Ana are on the core pathway, Cy on none."""
    pathway = load_pathway("chronic_pain")
    async with pool.acquire() as connection:
        await admitted(connection, "p-ana", "Ana", [ANA], language="es")
        await admitted(connection, "p-bo", "Bo", [BO])
        await admitted(connection, "p-cy", "Cyrus", [BO])
        await on_journey(connection, "p-ana", "ana", pathway, "active")
        await on_journey(connection, "p-bo", "bo", pathway, "active")
        await on_journey(connection, "p-cy", "cy", pathway, "active")
    return Hearing(pool, journeys.tell, known, CLINIC)


async def _text(
    pool: asyncpg.Pool, hearing: Hearing, sender: str, words: str, at: datetime = AT, name: str = ""
) -> str:
    id = text_id(name or words)
    async with pool.acquire() as connection:
        await keep(connection, Inbound(id=id, sender=sender, receiver=OURS, words=words, at=at))
    await hearing.hear(id)
    return id


async def _tasks(pool: asyncpg.Pool) -> list[tuple[str, str | None]]:
    rows = await pool.fetch("select kind, patient from inbound_task order by kind, patient")
    return [tuple(row) for row in rows]


async def _said(pool: asyncpg.Pool) -> list[tuple[str, str, str]]:
    rows = await pool.fetch("select number, template, language from number_reply order by at, template")
    return [tuple(row) for row in rows]


async def test_what_was_asked_decides_what_a_text_means(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    async with pool.acquire() as connection:
        await asked_about_a_visit(connection, "p-ana", "ana", AT - timedelta(hours=1))
        await asked_for_a_form(connection, "p-ana", "ana", ["pgic"], AT - timedelta(hours=1))
    for words in ("C", "5", "R", "gracias"):
        await _text(pool, hearing, ANA, words)

    assert journeys.what == [("ana", "VisitConfirmed"), ("ana", "Answered"), ("ana", "change_visit")]
    rows = await pool.fetch("select words, intents, patients from inbound where heard_at is not null")
    assert {row["words"]: row["intents"] for row in rows}["gracias"] == ["courtesy"]
    assert {tuple(row["patients"]) for row in rows} == {("p-ana",)}


async def test_a_text_that_is_heard_again_is_read_as_it_was_the_first_time(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    """Killed after the journeys were told, and before it was written down as heard."""
    async with pool.acquire() as connection:
        await asked_for_a_form(connection, "p-ana", "ana", ["pgic"], AT - timedelta(hours=1))
    texts = [await _text(pool, hearing, ANA, words) for words in ("5", "por favor no me manden mas mensajes")]
    told, said = list(journeys.told), await _said(pool)
    await pool.execute(
        "update questionnaire_request set state = 'answered', ended_at = $1", AT + timedelta(seconds=9)
    )
    await pool.execute("update inbound set heard_at = null")
    for id in texts:
        await hearing.hear(id)

    assert list(journeys.told) == told
    assert await _said(pool) == said == [(ANA, "stop_confirm", "es")]
    assert await _tasks(pool) == []
    assert await pool.fetchval("select count(*) from number_consent") == 1


async def test_what_was_left_behind_is_heard_by_the_next_worker(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    journeys.fault = ConnectionError("killed here")
    with pytest.raises(ConnectionError):
        await _text(pool, hearing, ANA, "I want to die")
    assert not await hearing.hear_next(), "it is still the first worker's"

    journeys.fault = None
    await pool.execute("update inbound set tried_at = tried_at - interval '1 minute'")
    async with listening(hearing.hear_next, every=0.05):
        await until(lambda: _counts(pool, "inbound where heard_at is not null", 1))

    assert journeys.what == [("ana", "crisis_words")]


async def test_one_text_that_cannot_be_passed_on_holds_up_no_other_and_a_person_reads_it(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    journeys.fault = ConnectionError("away")
    with pytest.raises(ConnectionError):
        await _text(pool, hearing, ANA, "llamenme")
    await pool.execute("update inbound set tried_at = null, tries = $1", A_PERSON_AFTER)
    await _keep(pool, BO, "STOP")
    async with listening(hearing.hear_next, every=0.02):
        await until(lambda: _counts(pool, "number_consent", 2))
        await until(lambda: _counts(pool, "inbound_task", 1))

    assert await _tasks(pool) == [("not_heard", None)]


async def _counts(pool: asyncpg.Pool, rows: str, expected: int) -> bool:
    return bool(await pool.fetchval(f"select count(*) from {rows}") == expected)  # noqa: S608  the test's own words


async def _keep(pool: asyncpg.Pool, sender: str, words: str) -> None:
    async with pool.acquire() as connection:
        text = Inbound(id=text_id(words), sender=sender, receiver=OURS, words=words, at=AT)
        await keep(connection, text)


async def test_stop_holds_for_the_number_and_not_for_safety(pool: asyncpg.Pool, hearing: Hearing) -> None:
    await _text(pool, hearing, ANA, "STOP")

    async with pool.acquire() as connection:
        assert await refuses(connection, "p-ana", ANA, "form")
        assert not await refuses(connection, "p-ana", ANA, "safety")
        assert not await refuses(connection, "p-ana", BO, "form")
        await _text(pool, hearing, ANA, "START", AT + timedelta(hours=1))
        assert not await refuses(connection, "p-ana", ANA, "form")


async def test_a_later_yes_outlives_an_earlier_no_and_says_where_it_was_said(
    pool: asyncpg.Pool, hearing: Hearing
) -> None:
    async with pool.acquire() as connection:
        await note_consent(connection, "p-ana", granted=False, recorded_by="referral", at=AT)
        form = Answered(
            id="f", at=AT + timedelta(hours=1), answers={"consent": {"texts": True, "care": True}}
        )
        await note_consent_form(connection, "p-ana", form)
        await note_consent_form(connection, "p-nobody", form)
        await note_consent_form(connection, "p-bo", replace(form, answers={"consent": {"texts": None}}))
    id = await _text(pool, hearing, BO, "START", AT + timedelta(hours=2))

    rows = await pool.fetch("select patient, granted, recorded_by from consent order by patient, recorded_at")
    assert [tuple(row) for row in rows] == [
        ("p-ana", False, "referral"),
        ("p-ana", True, "consent form"),
        ("p-bo", True, f"text:{id}"),
        ("p-cy", True, f"text:{id}"),
    ]


async def test_of_a_shared_phone_everybody_is_kept_safe_and_the_rest_is_asked_about(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    await _text(pool, hearing, BO, "I cant breathe and my face is swollen. when is the visit")

    assert journeys.what == [("bo", "red_flag_words"), ("cy", "red_flag_words")]

    await _text(pool, hearing, BO, "call me", AT + timedelta(minutes=1))

    assert len(journeys.told) == 2
    assert ("shared_phone", None) in await _tasks(pool)
    assert (BO, "who_is_this", "en") in await _said(pool)


async def test_who_says_their_name_is_heard_from_the_first_text_on(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    await _text(pool, hearing, BO, "call me")
    assert journeys.what == []

    await _text(pool, hearing, BO, "this is Cyrus", AT + timedelta(minutes=5))

    assert journeys.what == [("cy", "call_me")]
    assert await pool.fetchval("select outcome from inbound_task") == "said_who_it_is"


async def test_stop_from_a_shared_phone_is_everybodys(pool: asyncpg.Pool, hearing: Hearing) -> None:
    await _text(pool, hearing, BO, "STOP")

    rows = await pool.fetch("select patient from number_consent where not granted order by patient")
    assert [row["patient"] for row in rows] == ["p-bo", "p-cy"]
    assert await _tasks(pool) == []


async def test_a_stranger_is_answered_and_looked_for_and_not_twice_in_a_day(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    for number, words in enumerate(("who do you think you are", "hello??", "ok thanks", "STOP")):
        await _text(pool, hearing, STRANGER, words, AT + timedelta(minutes=number))

    assert [kind for kind, _ in await _tasks(pool)] == ["unknown_number", "unknown_number"]
    assert await _said(pool) == [(STRANGER, "not_watched", "en")]
    assert journeys.told == {}


async def test_a_stranger_in_danger_is_told_whom_to_call_every_time(
    pool: asyncpg.Pool, hearing: Hearing
) -> None:
    for number in range(2):
        await _text(pool, hearing, STRANGER, "i will kill myself", AT, name=f"crisis {number}")

    rows = await pool.fetch("select kind, role, severity, due_at from inbound_task")
    assert [tuple(row) for row in rows] == [
        ("urgent", "oncall", "SEV1-STAFF", AT + timedelta(minutes=30))
    ] * 2
    assert await _said(pool) == [(STRANGER, "help_reply", "en")] * 2


async def test_a_caregiver_who_was_let_in_answers_as_themselves(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    async with pool.acquire() as connection:
        await let_in(
            connection, "p-ana", STRANGER, granted=True, recorded_by="form", at=AT - timedelta(days=9)
        )
        await asked_about_a_visit(connection, "p-ana", "ana", AT - timedelta(hours=1), listener="caregiver")
    id = await _text(pool, hearing, STRANGER, "C")

    assert list(journeys.told) == [("ana", f"text:{id}:confirm:by_caregiver")]
    assert await pool.fetchval("select by_caregiver from inbound")

    await _text(pool, hearing, STRANGER, "STOP", AT + timedelta(hours=1))
    await _text(pool, hearing, STRANGER, "C again", AT + timedelta(hours=2))
    assert len(journeys.told) == 1, "a stranger again"
    assert await pool.fetchval("select count(*) from number_consent") == 0


async def test_a_wrong_number_and_a_death_are_a_persons_to_settle(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys
) -> None:
    await _text(pool, hearing, ANA, "numero equivocado")
    await _text(pool, hearing, BO, "Bo passed away last week")

    assert await _tasks(pool) == [("death", "p-bo"), ("wrong_number", "p-ana")]
    assert journeys.what == [("ana", "FactsRecorded"), ("ana", "stopped_texts")]


@pytest.mark.parametrize("gone", [False, True])
async def test_what_a_journey_does_not_take_a_person_reads(
    pool: asyncpg.Pool, hearing: Hearing, journeys: Journeys, gone: bool
) -> None:
    journeys.refusal = "it is over"
    if gone:
        journeys.fault = RPCError("no such workflow", RPCStatusCode.NOT_FOUND, b"")
    await _text(pool, hearing, ANA, "llamenme por favor")

    assert await _tasks(pool) == [("refused", "p-ana")]
    assert await pool.fetchval("select heard_at is not null from inbound")
