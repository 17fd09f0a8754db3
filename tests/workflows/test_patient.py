"""One patient on the real Temporal and the real Postgres: what is told is written down once, and nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import asyncpg
import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.gateways.mailbox import Mailbox
from activities.links import Links
from activities.messages import Messages
from activities.recording import Recording
from activities.saying import Saying
from activities.ways import Gateways
from database.pathways import keep_pathway
from database.stuck import stuck_patients
from engine.clinic import Clinic
from engine.events import Enrolled, Reported, TaskDone, Withdrew
from engine.language import ask, message, task
from engine.spans import days
from stack.temporal import Temporal
from templates.catalogue import load
from tests.support.builders import NURSE, PEG, TEXTS, care
from tests.support.clock import MONDAY, NEW_YORK, at
from tests.support.histories import runs
from workflows.connection import connect, register_search_attributes
from workflows.door import UPDATE_OF, Door, Refused, workflow_id
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory, Receipt
from workflows.ordering import MESSAGES, PATIENTS
from workflows.patient import PatientWorkflow

SMALL = care(
    message("hello", "stop_confirm"),
    ask("how_are_you", PEG, within=days(3), template=None),
    task("look_at_it", NURSE, within=days(2), outcomes={"fine": (), "not_fine": ()}),
)
_NUMBERS = count(1)


@pytest.fixture
async def client(temporal: Temporal) -> Client:
    made = await connect([b"s" * 32], identity="test", address=temporal.address)
    await register_search_attributes(made)
    return made


@pytest.fixture
async def pathway(client: Client, pool: asyncpg.Pool) -> AsyncIterator[str]:
    """The reference of the small pathway, while workers of both queues run as `worker.py` runs them."""
    found = learn(SMALL)
    async with pool.acquire() as connection:
        await keep_pathway(connection, SMALL.name, found.partition("@")[2], SMALL, None)
    saying = Saying(load(), {"clinic": "Northside Care"}, Links(base="http://127.0.0.1", key=b"test"))
    messages = Messages(pool, saying, Gateways(texts=Mailbox(pool)), Clinic())
    async with (
        Worker(
            client,
            task_queue=PATIENTS,
            workflows=[PatientWorkflow],
            activities=[*Recording(pool).activities],
            workflow_runner=UnsandboxedWorkflowRunner(),
        ),
        Worker(client, task_queue=MESSAGES, activities=[messages.send_message]),
    ):
        yield found


async def joined(
    client: Client, pathway: str, *, flags: tuple[str, ...] = (TEXTS,), events_per_run: int = 100
) -> Door:
    patient = f"p-{next(_NUMBERS)}-{client.identity}-{id(client)}"
    door = Door(client, patient)
    enrolled = Enrolled(id="enrolled", at=at(MONDAY), zone=NEW_YORK, clinic=Clinic(), flags=flags)
    memory = PatientMemory(patient=patient, clock=at(MONDAY), events_per_run=events_per_run)
    await door.enrol(Enrolment(journey=f"j-{patient}", pathway=pathway, event=enrolled), memory)
    return door


def journey(door: Door) -> str:
    return f"j-{door.patient}"


async def until_quiet(door: Door, receipt: Receipt, days_ahead: int) -> Receipt:
    end = at(MONDAY) + timedelta(days=days_ahead)
    while receipt.next_at is not None and receipt.next_at < end:
        receipt = await door.let_time_pass(receipt.next_at)
    return receipt


async def told_until_heard(door: Door, news: Reported) -> None:
    """Whoever hears that it is too much at once tells again: Temporal takes ten at a time for one patient."""
    while True:
        try:
            await door.tell(journey(door), news)
        except RPCError as busy:
            if busy.status not in (RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.UNAVAILABLE):
                raise
        else:
            return


def test_every_kind_of_event_has_its_own_update() -> None:
    assert all(hasattr(PatientWorkflow, name) for name in UPDATE_OF.values())
    assert len(set(UPDATE_OF.values())) == len(UPDATE_OF)


async def test_a_prompt_is_recorded_and_arrives_once(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    door = await joined(client, pathway)

    rows = await pool.fetch("select words from mailbox where patient = $1", door.patient)

    assert len(rows) == 1
    assert await pool.fetchval("select state from prompt where patient = $1", door.patient) == "sent"


async def test_the_same_news_told_twice_is_written_once(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    door = await joined(client, pathway)
    fall = Reported(id="fall-1", at=at("2026-03-02 10:00"), report="fall")

    for _ in range(2):
        await door.tell(journey(door), fall)

    kinds = await pool.fetch("select what from journal where patient = $1 and kind = 'event'", door.patient)
    assert Counter(row["what"] for row in kinds) == {"Enrolled": 1, "Reported": 1}


async def test_what_cannot_be_true_is_refused_in_words_and_changes_nothing(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    door = await joined(client, pathway)
    before = await pool.fetchval("select recorded from patient where id = $1", door.patient)

    with pytest.raises(Refused, match="task"):
        await door.tell(journey(door), TaskDone(id="x", at=at("2026-03-02 10:00"), task="nothing#1.1"))
    with pytest.raises(Refused, match="no journey"):
        await door.tell("another", Withdrew(id="y", at=at("2026-03-02 10:00")))

    assert await pool.fetchval("select recorded from patient where id = $1", door.patient) == before


async def test_an_enrolment_that_cannot_be_is_refused_and_the_workflow_goes_on(
    client: Client, pathway: str
) -> None:
    door = await joined(client, pathway)
    nowhere = Enrolled(id="e2", at=at("2026-03-02 10:00"), zone="Nowhere/Land", clinic=Clinic())

    with pytest.raises(Refused):
        await door.enrol(
            Enrolment(journey="j2", pathway=pathway, event=nowhere), PatientMemory(patient=door.patient)
        )

    assert [one.journey for one in (await door.picture()).journeys] == [journey(door)]


async def test_handing_on_at_every_point_gives_the_same_journal(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    journals = []
    for events_per_run in (10_000, 4):
        door = await joined(client, pathway, events_per_run=events_per_run)
        await until_quiet(door, await door.let_time_pass(at(MONDAY)), 20)
        rows = await pool.fetch(
            "select number, at, kind, what, step, occurrence, reason from journal where patient = $1 order by number",
            door.patient,
        )
        journals.append([tuple(row) for row in rows])

    assert len(journals[0]) == 10
    assert journals[0] == journals[1]


async def test_time_that_asks_nobody_passes_by_itself_and_the_journal_stays_the_same(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    end = at(MONDAY) + timedelta(days=20)
    journals, told = [], []
    for until in (None, end):
        door = await joined(client, pathway)
        receipt = await door.let_time_pass(at(MONDAY))
        told.append(0)
        while receipt.next_at is not None and receipt.next_at < end:
            receipt = await door.let_time_pass(receipt.next_at, until)
            told[-1] += 1
        rows = await pool.fetch(
            "select number, at, kind, what, step, occurrence, reason from journal where patient = $1 order by number",
            door.patient,
        )
        journals.append([tuple(row) for row in rows])

    assert journals[0] == journals[1]
    assert told[1] < told[0]


async def test_news_told_again_after_time_went_on_is_no_news(
    client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    door = await joined(client, pathway, events_per_run=4)
    fall = Reported(id="fall-1", at=at("2026-03-02 10:00"), report="fall")
    first = await door.tell(journey(door), fall, at("2026-03-20 10:00"))
    await until_quiet(door, first, 20)

    again = await door.tell(journey(door), fall, at("2026-03-20 10:00"))
    same = await door.let_time_pass(fall.at)

    assert first.now > fall.at
    assert again.now == same.now
    assert again.written == same.written


@pytest.mark.parametrize(
    "racing",
    [80, pytest.param(200, marks=pytest.mark.long)],
)
async def test_news_that_races_the_handing_on_is_never_lost_and_never_heard_twice(
    racing: int, client: Client, pathway: str, pool: asyncpg.Pool
) -> None:
    """All at once, every tenth of them twice, as by somebody who did not wait for the answer."""
    door = await joined(client, pathway, events_per_run=10)
    when = at("2026-03-02 10:00")
    falls = [Reported(id=f"fall-{number}", at=when, report="fall") for number in range(racing)]

    await asyncio.gather(*(told_until_heard(door, fall) for fall in (*falls, *falls[::10])))

    told = await pool.fetch(
        "select number, body ->> 'id' as id from journal where patient = $1 and what = 'Reported'",
        door.patient,
    )
    lines = await pool.fetch("select number from journal where patient = $1 order by number", door.patient)
    lengths = [len(run.events) for run in await runs(client, workflow_id(door.patient))]
    assert sorted(row["id"] for row in told) == sorted(fall.id for fall in falls)
    assert [row["number"] for row in lines] == list(range(1, len(lines) + 1))
    assert len(lengths) > 5


async def test_a_patient_whose_moments_cannot_be_recorded_is_shown_and_goes_on_once_it_is_mended(
    client: Client, pathway: str, pool: asyncpg.Pool, database_url: str
) -> None:
    door = await joined(client, pathway)
    recorded = await pool.fetchval("select recorded from patient where id = $1", door.patient)
    await pool.execute("update patient set recorded = 0 where id = $1", door.patient)
    fall = Reported(id="fall-1", at=at("2026-03-02 10:00"), report="fall")

    telling = asyncio.create_task(door.tell(journey(door), fall))
    async with asyncio.timeout(20):
        while not (stuck := await stuck_patients(pool)):  # noqa: ASYNC110  (a table rings no bell)
            await asyncio.sleep(0.05)
    await pool.execute("update patient set recorded = $2 where id = $1", door.patient, recorded)
    await client.get_workflow_handle(f"patient-{door.patient}").signal("nudge")
    receipt = await telling

    assert [(one.patient, one.because) for one in stuck] == [(door.patient, "Diverged")]
    assert await stuck_patients(pool) == ()
    assert receipt.written == await pool.fetchval("select recorded from patient where id = $1", door.patient)


async def test_nothing_that_travels_to_temporal_can_be_read(
    client: Client, pathway: str, temporal: Temporal
) -> None:
    door = await joined(client, pathway)
    await door.tell(
        journey(door), replace(Reported(id="f", at=at("2026-03-02 10:00"), report="fall"), details=("hip",))
    )

    history = await client.get_workflow_handle(f"patient-{door.patient}").fetch_history()

    plain = b"".join(event.SerializeToString() for event in history.events)
    assert b"how_are_you" not in plain
    assert b"hip" not in plain
