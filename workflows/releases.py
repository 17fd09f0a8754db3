"""Which build of the engine carries the patients: a release makes a new one current, and wakes those who sleep."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.batch.v1 import BatchOperationSignal, BatchOperationUpdateWorkflowExecutionOptions
from temporalio.api.deployment.v1 import WorkerDeploymentVersion
from temporalio.api.enums.v1 import BatchOperationState, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflow.v1 import VersioningOverride, WorkflowExecutionOptions
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
    query = f"{LIVING} AND {_on_another(build)}"
    return (await client.count_workflows(query)).count


async def build_before(client: Client) -> str | None:
    """The build that was current last before the present one."""
    found = await client.workflow_service.describe_worker_deployment(
        DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name=DEPLOYMENT)
    )
    present = found.worker_deployment_info.routing_config.current_deployment_version.build_id
    earlier = [
        (one.last_current_time.ToDatetime(UTC), one.deployment_version.build_id)
        for one in found.worker_deployment_info.version_summaries
        if one.HasField("last_current_time") and one.deployment_version.build_id != present
    ]
    return max(earlier)[1] if earlier else None


async def nudge(client: Client, build: str, job: str) -> None:
    """Wakes everybody who is on another build; each moves over at its next quiet point."""
    await asyncio.sleep(_SETTLES)
    await _for_all(client, f"{LIVING} AND {_on_another(build)}", job, signal_operation=_NUDGE)


async def carry_over(client: Client, build: str, job: str) -> None:
    """For when no worker of the other builds runs any more: this build goes on in the middle of their runs, once."""
    await asyncio.sleep(_SETTLES)
    target = WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build)
    override = VersioningOverride(
        one_time=VersioningOverride.OneTimeOverride(target_deployment_version=target)
    )
    options = BatchOperationUpdateWorkflowExecutionOptions(
        workflow_execution_options=WorkflowExecutionOptions(versioning_override=override),
        update_mask=FieldMask(paths=["versioning_override"]),
    )
    query = f"{LIVING} AND {_on_another(build)}"
    await _for_all(client, query, f"{job}-options", update_workflow_options_operation=options)
    # From here on they count as being on this build, so they cannot be told from the others: all are woken.
    await _for_all(client, LIVING, job, signal_operation=_NUDGE)


async def _for_all(client: Client, query: str, job: str, **operation: Any) -> None:
    request = StartBatchOperationRequest(
        namespace=client.namespace, job_id=job, reason="release", visibility_query=query, **operation
    )
    await client.workflow_service.start_batch_operation(request)
    while True:
        found = await client.workflow_service.describe_batch_operation(
            DescribeBatchOperationRequest(namespace=client.namespace, job_id=job)
        )
        if found.state != BatchOperationState.BATCH_OPERATION_STATE_RUNNING:
            return
        await asyncio.sleep(0.1)


def _on_another(build: str) -> str:
    return f"TemporalWorkerDeploymentVersion != '{DEPLOYMENT}:{build}'"


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
_NUDGE = BatchOperationSignal(signal="nudge")
