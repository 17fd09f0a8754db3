"""The door to one patient: how everybody outside (console, patients' pages, commands) tells what happened, and asks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from engine import events
from engine.events import Event
from workflows.memory import Enrolment, PatientMemory, Picture, Receipt
from workflows.ordering import PATIENTS
from workflows.patient import HANDING_ON, PatientWorkflow

UPDATE_OF: Mapping[type, str] = {
    events.Answered: "record_answers",
    events.StepDeclined: "decline_step",
    events.VisitsBooked: "book_visits",
    events.VisitMoved: "move_visit",
    events.VisitConfirmed: "confirm_visit",
    events.VisitAttended: "attend_visit",
    events.VisitMissed: "miss_visit",
    events.VisitCancelled: "cancel_visit",
    events.VisitUnavailable: "find_no_visit",
    events.TaskAccepted: "accept_task",
    events.TaskDone: "finish_task",
    events.ConferenceDecided: "decide_in_conference",
    events.ConferenceFailed: "fail_conference",
    events.PlanChanged: "change_plan",
    events.Reported: "report",
    events.FactsRecorded: "record_facts",
    events.PromptFailed: "fail_prompt",
    events.PutOnHold: "hold",
    events.Resumed: "resume",
    events.StepSkipped: "skip_step",
    events.StepRepeated: "repeat_step",
    events.StepAdded: "add_step",
    events.StepMoved: "move_step",
    events.PatientMoved: "change_zone",
    events.Withdrew: "withdraw",
    events.Died: "die",
    events.Transferred: "transfer",
}
"""The update of each kind of event; a patient joins by `enrol`, and time passes by itself."""


TOLD_AGAIN_AFTER = (0.05, 0.1, 0.2, 0.4, 0.8, *(1.6,) * 25)
"""Seconds between two tries: a run that is just handing on takes nothing in, and the next one soon does."""
_NOT_NOW = (RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.UNAVAILABLE)
Answer = TypeVar("Answer")


class Refused(Exception):
    """The workflow said no, and why; nothing was changed."""


def workflow_id(patient: str) -> str:
    return f"patient-{patient}"


class Door:
    """Every call answers once what follows is written down; the same event id told twice is told once."""

    def __init__(self, client: Client, patient: str) -> None:
        self.client, self.patient = client, patient
        self._handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(workflow_id(patient))

    async def enrol(self, enrolment: Enrolment, memory: PatientMemory) -> Receipt:
        """Starts the patient's workflow where there is none yet; `memory` is then what it begins with."""
        # An operation serves one call only, so each try makes its own.
        return await heard(
            lambda: self.client.execute_update_with_start_workflow(
                PatientWorkflow.enrol,
                enrolment,
                id=f"enrol:{enrolment.journey}",
                start_workflow_operation=WithStartWorkflowOperation(
                    PatientWorkflow.run,
                    memory,
                    id=workflow_id(self.patient),
                    task_queue=PATIENTS,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                ),
            )
        )

    async def tell(self, journey: str, event: Event, until: datetime | None = None) -> Receipt:
        """Everything but joining, which is `enrol`, and time, which passes by itself.

        `until` is the conductor's: nobody else acts before it, so time may go on to whatever asks for somebody.
        """
        if isinstance(event, events.TimePassed):
            return await self.let_time_pass(event.at, until)
        return await self._update(UPDATE_OF[type(event)], journey, event, until, id=f"{journey}:{event.id}")

    async def change_language(self, language: str) -> Receipt:
        return await self._update("change_language", language)

    async def let_time_pass(self, now: datetime, until: datetime | None = None) -> Receipt:
        return await self._update("let_time_pass", now, until)

    async def take_turn(self) -> Receipt:
        return await self._update("take_turn")

    async def picture(self) -> Picture:
        return await self._handle.query(PatientWorkflow.picture)

    async def _update(self, name: str, *told: object, id: str | None = None) -> Receipt:
        return await heard(lambda: self._handle.execute_update(name, args=told, id=id, result_type=Receipt))


async def heard(tell: Callable[[], Awaitable[Answer]]) -> Answer:
    """Told until it is heard: under the same id, so that it counts once. What is refused is not told again."""
    for wait in (*TOLD_AGAIN_AFTER, None):
        try:
            return await tell()
        except WorkflowUpdateFailedError as failed:
            if wait is None or not _is_handing_on(failed):
                raise _refusal(failed) from None
        except RPCError as error:
            if wait is None or error.status not in _NOT_NOW:
                raise
        await asyncio.sleep(wait)
    raise AssertionError("the last try answers or raises")


def _is_handing_on(failed: WorkflowUpdateFailedError) -> bool:
    return isinstance(failed.cause, ApplicationError) and failed.cause.type == HANDING_ON


def _refusal(failed: WorkflowUpdateFailedError) -> Refused:
    """What is no refusal is our own fault, and shows as it is."""
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == "Refused":
        return Refused(cause.message)
    raise failed
