"""What Temporal wrote down in the past is replayed by the code of today: runs that are under way go on with it.

A failure here means that this code may not take over the middle of a run: docs/architecture.md says what to do.
"""

from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType

from tests.support.histories import FOLDER, read, replayed
from tests.support.other_engine import RecordsLater
from workflows.patient import PatientWorkflow

FILES = sorted(FOLDER.glob("*.json.gz"))
WANTED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_FIRED,
    EventType.EVENT_TYPE_TIMER_CANCELED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
}


@pytest.mark.parametrize("file", FILES, ids=[file.name.partition(".")[0] for file in FILES])
async def test_a_recorded_history_is_replayed_as_it_was(file: Path) -> None:
    recorded = read(file)

    assert await replayed(recorded, PatientWorkflow) == []


def test_the_histories_hold_hand_overs_timers_and_updates() -> None:
    kinds = {event.event_type for file in FILES for run in read(file).runs for event in run.events}

    assert kinds >= WANTED


async def test_an_engine_that_records_in_another_order_is_found_out() -> None:
    found = await replayed(read(FOLDER / "smooth.json.gz"), RecordsLater)

    assert found
    assert all("Nondeterminism" in line for line in found)


def test_nothing_of_a_history_can_be_read_without_the_secret() -> None:
    plain = b"".join(
        event.SerializeToString() for run in read(FOLDER / "smooth.json.gz").runs for event in run.events
    )

    assert b"chronic_pain" not in plain
