"""The door to one patient: how everybody outside (console, patients' pages, commands) tells what happened, and asks."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from engine import events
from engine.events import Event
from workflows.memory import Enrolment, PatientMemory, Picture, Receipt
from workflows.ordering import PATIENTS
from workflows.patient import PatientWorkflow

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


HANDING_ON = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between two tries, while a run ends and the next one begins."""


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
        start = WithStartWorkflowOperation(
            PatientWorkflow.run,
            memory,
            id=workflow_id(self.patient),
            task_queue=PATIENTS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        try:
            return await self.client.execute_update_with_start_workflow(
                PatientWorkflow.enrol,
                enrolment,
                id=f"enrol:{enrolment.journey}",
                start_workflow_operation=start,
            )
        except WorkflowUpdateFailedError as failed:
            raise _refusal(failed) from None

    async def tell(self, journey: str, event: Event) -> Receipt:
        """Everything but joining, which is `enrol`, and time, which passes by itself."""
        if isinstance(event, events.TimePassed):
            return await self.let_time_pass(event.at)
        return await self._update(UPDATE_OF[type(event)], journey, event, id=f"{journey}:{event.id}")

    async def change_language(self, language: str) -> Receipt:
        return await self._update("change_language", language)

    async def let_time_pass(self, until: datetime) -> Receipt:
        return await self._update("let_time_pass", until)

    async def take_turn(self) -> Receipt:
        return await self._update("take_turn")

    async def picture(self) -> Picture:
        return await self._handle.query(PatientWorkflow.picture)

    async def _update(self, name: str, *told: object, id: str | None = None) -> Receipt:
        """A run that is just handing on takes nothing in: told again a moment later, the next run hears it."""
        for wait in (*HANDING_ON, None):
            try:
                receipt: Receipt = await self._handle.execute_update(
                    name, args=told, id=id, result_type=Receipt
                )
            except WorkflowUpdateFailedError as failed:
                raise _refusal(failed) from None
            except RPCError as error:
                if wait is None or error.status != RPCStatusCode.RESOURCE_EXHAUSTED:
                    raise
                await asyncio.sleep(wait)
            else:
                return receipt
        raise AssertionError("the last try returns or raises")


def _refusal(failed: WorkflowUpdateFailedError) -> Refused:
    """What is no refusal is our own fault, and shows as it is."""
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == "Refused":
        return Refused(cause.message)
    raise failed
