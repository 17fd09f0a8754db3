"""From a text to the journal, on the real servers: signed request, kept row, heard words, what the journey does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
import pytest

from activities.hearing import Hearing
from activities.listening import listening
from engine.events import Enrolled
from pathways.clinic import CLINIC
from pathways.joining import TEXTS
from stack.temporal import Temporal
from tests.support.at_work import at_work
from tests.support.people import admitted
from tests.support.provider import BASE, TOKEN, Provider, text_id
from tests.support.waiting import until
from web.hooks.signed import Signed
from web.hooks.texts import texts
from web.serving import served
from web.site import site
from workflows.conference_door import to_patients
from workflows.connection import connect, register_search_attributes
from workflows.door import Door
from workflows.known import known
from workflows.memory import Enrolment, PatientMemory

NUMBER = "+15550100077"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass
class Patient:
    """`phone` texts us, under the conducted time of the patient."""

    phone: Provider
    pool: asyncpg.Pool
    count: int = 0

    async def texts(self, words: str) -> None:
        self.count += 1
        assert await self.phone.text(NUMBER, words, text_id(f"{self.count}")) == 200
        await until(self._is_heard)

    async def _is_heard(self) -> bool:
        return not await self.pool.fetchval("select exists (select from inbound where heard_at is null)")

    async def lines(self, kind: str) -> list[str]:
        rows = await self.pool.fetch(
            "select what, coalesce(body->>'report', step, '') as about from journal where kind = $1 order by number",
            kind,
        )
        return [f"{row['what']} {row['about']}".strip() for row in rows]


@pytest.fixture
async def patient(
    pool: asyncpg.Pool, temporal: Temporal, request: pytest.FixtureRequest
) -> AsyncIterator[Patient]:
    id = f"p-{text_id(request.node.name)}"  # the server is shared with other tests
    client = await connect([b"s" * 32], identity="test-texts", address=temporal.address)
    await register_search_attributes(client)
    hooks = texts(pool, Signed(BASE, (TOKEN,)), lambda sender: AT)
    hearing = Hearing(pool, to_patients(client), known, CLINIC)
    async with (
        at_work(client, pool) as work,
        served(site((hooks,)), 0) as address,
        listening(hearing.hear_next, every=0.05),
    ):
        event = Enrolled(
            id="enrolled", at=AT, zone="America/Chicago", clinic=CLINIC, flags=(TEXTS,), facts={"age": 40}
        )
        door = Door(client, id)
        await door.enrol(
            Enrolment(journey="j-texts", pathway=work.pathway, event=event),
            PatientMemory(patient=id, clock=AT),
        )
        async with pool.acquire() as connection:
            await admitted(connection, id, "Ana", [NUMBER])
        yield Patient(Provider(address), pool)


async def test_a_text_reaches_the_journey_and_its_answer_the_phone(patient: Patient) -> None:
    await patient.texts("who can see my answers?")
    await patient.texts("im going to kil myself")

    assert (await patient.lines("event"))[1:] == ["Reported question", "Reported crisis_words"]
    prompts = await patient.pool.fetch("select templates, state from prompt order by at, key")
    assert {row["templates"][0]: row["state"] for row in prompts}["crisis_reply"] == "sent"
    assert {row["templates"][0]: row["state"] for row in prompts}["question_received"] == "sent"
    opened = await patient.lines("command")
    assert "OpenTask call_about_crisis_words" in opened
    assert "OpenTask answer_the_question" in opened


async def test_a_text_of_which_the_same_is_told_again_changes_nothing(patient: Patient) -> None:
    await patient.texts("please call me back")
    before = await patient.lines("event")
    await patient.pool.execute("update inbound set heard_at = null, tried_at = null")
    await until(patient._is_heard)
    patient.count -= 1
    await patient.texts("please call me back")

    assert await patient.lines("event") == before
    assert before[1:] == ["Reported call_me"]


async def test_stop_ends_texts_and_moves_the_work_and_a_warning_sign_still_reaches_a_person(
    patient: Patient,
) -> None:
    await patient.texts("no more messages please")
    await patient.texts("numb between my legs")

    assert (await patient.lines("event"))[1:] == [
        "FactsRecorded",
        "Reported stopped_texts",
        "Reported red_flag_words",
    ]
    opened = await patient.lines("command")
    assert "OpenTask open_work_without_texts" in opened
    assert "OpenTask call_about_emergency_words" in opened
    assert await patient.pool.fetchval("select template from number_reply") == "stop_confirm"
