"""Which build of the engine carries the patients: a release makes a new one current, and wakes those who sleep."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from temporalio.api.batch.v1 import BatchOperationSignal
from temporalio.api.enums.v1 import BatchOperationState, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeBatchOperationRequest,
    DescribeTaskQueueRequest,
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
    StartBatchOperationRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from engine.zones import tzdata_version
from workflows.ordering import PATIENTS

DEPLOYMENT = "carepath"
_CODE = ("engine", "instruments", "workflows", "activities")
_SETTLES = 2.0
"""Seconds until all of the server knows which version is current."""


def build_id(given: str = "") -> str:
    """What decides: the code of the engine and its time zones. Two processes of one build have the same."""
    if given:
        return given
    digest = sha256(tzdata_version().encode())
    root = Path(__file__).resolve().parents[1]
    for folder in _CODE:
        for file in sorted((root / folder).rglob("*.py")):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


async def make_current(client: Client, build: str, patience: float = 30) -> None:
    """New runs begin on this build, and others move to it when they hand on. Its workers must have been seen."""
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace, deployment_name=DEPLOYMENT, build_id=build
    )
    async with asyncio.timeout(patience):
        while True:
            try:
                await client.workflow_service.set_worker_deployment_current_version(request)
            except RPCError as error:
                if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
                    raise
                await asyncio.sleep(0.2)
            else:
                return


async def make_current_if_first(client: Client, build: str) -> None:
    """The first build of all needs nobody's leave; every later one is released by a person."""
    if await current(client) is None:
        await make_current(client, build)


async def current(client: Client) -> str | None:
    request = DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name=DEPLOYMENT)
    try:
        found = await client.workflow_service.describe_worker_deployment(request)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return None
        raise
    build = found.worker_deployment_info.routing_config.current_deployment_version.build_id
    return build or None


async def left_behind(client: Client, build: str) -> int:
    """Patients, and series of conferences, whose present run is still on another build."""
    query = f"{LIVING} AND TemporalWorkerDeploymentVersion != '{DEPLOYMENT}:{build}'"
    return (await client.count_workflows(query)).count


async def nudge(client: Client, build: str, job: str) -> None:
    """Wakes everybody who is on another build; each moves over at its next quiet point."""
    await asyncio.sleep(_SETTLES)
    await client.workflow_service.start_batch_operation(
        StartBatchOperationRequest(
            namespace=client.namespace,
            job_id=job,
            reason="release",
            visibility_query=f"{LIVING} AND TemporalWorkerDeploymentVersion != '{DEPLOYMENT}:{build}'",
            signal_operation=BatchOperationSignal(signal="nudge"),
        )
    )
    while True:
        found = await client.workflow_service.describe_batch_operation(
            DescribeBatchOperationRequest(namespace=client.namespace, job_id=job)
        )
        if found.state != BatchOperationState.BATCH_OPERATION_STATE_RUNNING:
            return
        await asyncio.sleep(0.1)


async def seen_workers(client: Client) -> Mapping[str, int]:
    """By build: how many workers asked for patients within the last minutes."""
    found = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=PATIENTS),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    return Counter(
        f"of build {poller.deployment_options.build_id}"
        if poller.deployment_options.build_id
        else "of no build"
        for poller in found.pollers
    )


LIVING = "WorkflowType IN ('Patient', 'CaseConference') AND ExecutionStatus = 'Running'"
