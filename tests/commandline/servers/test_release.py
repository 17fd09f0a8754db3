"""`carepath release`: patients move to a new build and back, also when the workers that they were with are gone."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig

from activities.recording import Recording
from commandline.running import Stack
from commandline.servers.release import moved
from stack.temporal import run_temporal
from tests.support.prompt import type_in
from workflows.connection import connect, register_search_attributes
from workflows.door import workflow_id
from workflows.memory import PatientMemory
from workflows.ordering import PATIENTS
from workflows.patient import PatientWorkflow
from workflows.releases import DEPLOYMENT, build_id, current, left_behind, make_current


async def test_everybody_moves_to_the_new_build_and_back(
    stack: Stack, settings: Mapping[str, str], tmp_path: Path
) -> None:
    await type_in("enrol", "p-released", environment=settings)
    client = await connect([stack.secret], identity="test", address=stack.temporal.address)
    other = replace(stack, build="next", folder=tmp_path, worker=None)
    worker = await other.start_worker()
    try:
        there = await type_in("release", "next", environment=settings)
        left_there = await left_behind(client, "next")
        back = await type_in("release", "--back", environment=settings)
    finally:
        await worker.stop()

    assert (there.code, there.out) == (0, "Build next is current, and carries every patient.\n")
    assert left_there == 0
    assert (back.code, back.out) == (0, f"Build {build_id()} is current, and carries every patient.\n")
    assert await current(client) == build_id()
    assert await left_behind(client, build_id()) == 0


async def test_a_build_that_nobody_runs_is_not_released(settings: Mapping[str, str]) -> None:
    refused = await type_in("release", "never-seen", environment=settings)

    assert refused.code == 2
    assert "no worker of build never-seen was seen" in refused.err


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


def _worker(client: Client, recording: Recording, name: str) -> Worker:
    version = WorkerDeploymentVersion(DEPLOYMENT, name)
    return Worker(
        client,
        task_queue=PATIENTS,
        workflows=[PatientWorkflow],
        activities=[*recording.activities],
        workflow_runner=UnsandboxedWorkflowRunner(),
        deployment_config=WorkerDeploymentConfig(
            version=version, use_worker_versioning=True, default_versioning_behavior=VersioningBehavior.PINNED
        ),
    )


async def test_patients_whose_workers_are_gone_are_taken_over(client: Client, pool: asyncpg.Pool) -> None:
    patient = client.get_workflow_handle(workflow_id("p-1"))
    async with _worker(client, Recording(pool), "old"):
        await make_current(client, "old")
        await client.start_workflow(
            PatientWorkflow.run, PatientMemory(patient="p-1"), id=workflow_id("p-1"), task_queue=PATIENTS
        )
        await patient.query(PatientWorkflow.picture)
    async with _worker(client, Recording(pool), "new"):
        left = await moved(client, "new", without_old_workers=True, patience=60)
        # Answered by the only worker there is: whoever was still on the old build would wait for ever.
        picture = await patient.query(PatientWorkflow.picture)

    assert left == 0
    assert picture.patient == "p-1"
