"""A new release takes over patients who are on their way, gives them back, and loses nothing of what is told meanwhile."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest
from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig

from activities.recording import Recording
from database.pathways import keep_pathway
from engine.clinic import Clinic
from engine.events import Enrolled, Reported
from engine.language import task
from engine.spans import days
from stack.temporal import run_temporal
from tests.support.builders import NURSE, care
from tests.support.clock import MONDAY, NEW_YORK, at
from tests.support.other_engine import RecordsLater
from workflows.connection import connect, register_search_attributes
from workflows.door import Door
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.ordering import PATIENTS
from workflows.patient import PatientWorkflow
from workflows.releases import DEPLOYMENT, left_behind, make_current, nudge

WAITS = care(task("look_at_it", NURSE, within=days(30)))
PATIENTS_ON_THE_WAY = 200
AT_ONCE = 20
Result = TypeVar("Result")


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """On a server of its own: a release is for all patients of a server."""
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as folder:
        server = await run_temporal(Path(folder))
        try:
            made = await connect([b"s" * 32], identity="test", address=server.address)
            await register_search_attributes(made)
            yield made
        finally:
            await server.stop()


@asynccontextmanager
async def build(
    client: Client, pool: asyncpg.Pool, name: str, engine: type[PatientWorkflow]
) -> AsyncIterator[None]:
    async with Worker(
        client,
        task_queue=PATIENTS,
        workflows=[engine],
        activities=[*Recording(pool).activities],
        workflow_runner=UnsandboxedWorkflowRunner(),
        debug_mode=True,  # no alarm at a machine that is only slow
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(DEPLOYMENT, name),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.PINNED,
        ),
    ):
        yield


async def test_a_release_and_its_rollback_carry_everybody_over(client: Client, pool: asyncpg.Pool) -> None:
    pathway = learn(WAITS)
    async with pool.acquire() as connection:
        await keep_pathway(connection, WAITS.name, pathway.partition("@")[2], WAITS, None)
    doors = [Door(client, f"p-{number:03}") for number in range(PATIENTS_ON_THE_WAY)]

    async with build(client, pool, "old", PatientWorkflow), build(client, pool, "new", RecordsLater):
        await make_current(client, "old")
        await _all(_enrol(door, pathway) for door in doors)
        assert await left_behind(client, "old") == 0

        await _released(client, "new", doors)
        await _released(client, "old", doors)

    rows = await pool.fetch("select patient, body ->> 'id' as id from journal where what = 'Reported'")
    assert Counter((row["patient"], row["id"]) for row in rows) == Counter(
        (door.patient, f"while-{name}") for door in doors for name in ("new", "old")
    )
    assert await _nondeterminism(client) == []


async def _released(client: Client, name: str, doors: Sequence[Door]) -> None:
    """Everybody is told something while the release goes on, and reads as active after it."""
    await make_current(client, name)
    telling = asyncio.create_task(_all(_tell(door, f"while-{name}") for door in doors))
    await nudge(client, name, job=f"to-{name}")
    await telling
    async with asyncio.timeout(60):
        while await left_behind(client, name):  # noqa: ASYNC110  (a server tells this only when asked)
            await asyncio.sleep(0.1)
    pictures = await _all(door.picture() for door in doors[::20])
    assert {picture.status for picture in pictures} == {"active"}


async def _enrol(door: Door, pathway: str) -> None:
    """By the real clock: they wait on a timer of thirty days."""
    event = Enrolled(id="enrolled", at=at(MONDAY), zone=NEW_YORK, clinic=Clinic())
    await door.enrol(
        Enrolment(journey=f"j-{door.patient}", pathway=pathway, event=event),
        PatientMemory(patient=door.patient),
    )


async def _tell(door: Door, id: str) -> None:
    await door.tell(f"j-{door.patient}", Reported(id=id, at=at(MONDAY) + timedelta(days=1), report="fall"))


async def _all(things: Iterable[Coroutine[None, None, Result]]) -> list[Result]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: Coroutine[None, None, Result]) -> Result:
        async with gate:
            return await thing

    return await asyncio.gather(*(one(thing) for thing in things))


async def _nondeterminism(client: Client) -> list[str]:
    """The runs in which a build did not understand what another had begun."""
    found = []
    async for run in client.list_workflows("WorkflowType = 'Patient'"):
        async for event in client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history_events():
            failed = event.workflow_task_failed_event_attributes
            if (
                event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
                and failed.cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR
            ):
                found.append(run.run_id)
    return found
