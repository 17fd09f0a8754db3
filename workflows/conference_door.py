"""The door to one team's conferences: how everybody outside tells what happened in a meeting, and asks for its agenda."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from engine import series
from engine.events import Event
from engine.series import News
from workflows.agenda import Agenda, SeriesMemory, SeriesReceipt
from workflows.conference import CaseConferenceWorkflow
from workflows.door import Door, Refused, heard
from workflows.ordering import PATIENTS

UPDATE_OF_NEWS: Mapping[type, str] = {
    series.CaseJoined: "join",
    series.CaseLeft: "leave",
    series.MeetingOpened: "open_meeting",
    series.AttendanceTaken: "take_attendance",
    series.CaseHeard: "hear_case",
    series.CaseDecided: "decide",
    series.CaseHeldBack: "hold_back",
    series.CaseDeferred: "defer_case",
    series.MeetingClosed: "close_meeting",
    series.DutyDone: "finish_duty",
    series.RulesChanged: "change_rules",
}
"""The update of each kind of news; what a journey makes of a decision, the series finds out by itself."""


def series_id(name: str) -> str:
    return f"conferences-{name}"


class ConferenceDoor:
    """Every call answers once what follows is written down; news told twice under one id is told once."""

    def __init__(self, client: Client, name: str = "team") -> None:
        self.client, self.name = client, name
        self._handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(series_id(name))

    async def begin(self, memory: SeriesMemory) -> None:
        """The series, where there is none yet; `memory` is then what it begins with."""
        try:
            await self.client.start_workflow(
                CaseConferenceWorkflow.run, memory, id=series_id(self.name), task_queue=PATIENTS
            )
        except WorkflowAlreadyStartedError:
            return

    async def come(self, news: series.CaseJoined | series.CaseLeft, memory: SeriesMemory) -> SeriesReceipt:
        """Joining or leaving, also where nobody began the series yet."""
        return await heard(
            lambda: self.client.execute_update_with_start_workflow(
                UPDATE_OF_NEWS[type(news)],
                news,
                id=news.id,
                result_type=SeriesReceipt,
                start_workflow_operation=WithStartWorkflowOperation(
                    CaseConferenceWorkflow.run,
                    memory,
                    id=series_id(self.name),
                    task_queue=PATIENTS,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                ),
            )
        )

    async def tell(self, news: News) -> SeriesReceipt:
        return await heard(
            lambda: self._handle.execute_update(
                UPDATE_OF_NEWS[type(news)], news, id=news.id, result_type=SeriesReceipt
            )
        )

    async def let_time_pass(self, until: datetime) -> SeriesReceipt:
        return await heard(
            lambda: self._handle.execute_update("let_time_pass", until, result_type=SeriesReceipt)
        )

    async def agenda(self) -> Agenda:
        return await self._handle.query(CaseConferenceWorkflow.agenda)


def to_series(
    client: Client, memory: SeriesMemory
) -> Callable[[series.CaseJoined | series.CaseLeft], Awaitable[None]]:
    """For the activities: how the clinic's series is told; `memory` is what it begins with."""
    door = ConferenceDoor(client, memory.series.name)

    async def tell(news: series.CaseJoined | series.CaseLeft) -> None:
        await door.come(news, memory)

    return tell


def to_patients(client: Client) -> Callable[[str, str, Event], Awaitable[str | None]]:
    """For the activities: how a patient's journey is told; the answer is what it has against it."""

    async def tell(patient: str, journey: str, event: Event) -> str | None:
        try:
            await Door(client, patient).tell(journey, event)
        except Refused as refused:
            return str(refused)
        return None

    return tell
