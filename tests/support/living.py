"""A story told to a patient's real workflow: hour by hour under the conductor, or by the timers of a server that skips
time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.testing import WorkflowEnvironment

from engine.simulate import Happened
from stack.temporal import program
from tests.support.at_work import AtWork
from tests.support.real_stories import enrolment_of, told_by_people
from workflows.connection import converter
from workflows.door import Door
from workflows.memory import Enrolment, PatientMemory
from workflows.patient import STATUS

LEAD = timedelta(seconds=5)
"""People act so long before their moment, so that none of the timers of the same minute is before them."""


async def live(here: AtWork, happened: Sequence[Happened], name: str, events_per_run: int = 60) -> None:
    """The patient p-name on the journey j-name, under a conducted clock."""
    door, journey, enrolled = Door(here.client, f"p-{name}"), f"j-{name}", enrolment_of(happened)
    await door.enrol(
        Enrolment(journey=journey, pathway=here.pathway, event=enrolled),
        PatientMemory(patient=door.patient, clock=enrolled.at, events_per_run=events_per_run),
    )
    for one in happened[1:]:
        event = told_by_people(one)
        if event is None:
            await door.let_time_pass(one.at)
        else:
            await door.tell(journey, event)


@asynccontextmanager
async def skipping_server(secret: bytes) -> AsyncIterator[WorkflowEnvironment]:
    """It keeps Temporal's own timers, and skips the time in which nothing happens."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(program().with_name("temporal-test-server")),
        data_converter=converter([secret]),
        identity="test",
    ) as skipping:
        keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
        # This server does not list what it knows, but it can be told.
        await skipping.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=skipping.client.namespace, search_attributes={STATUS.name: keyword}
            )
        )
        yield skipping


async def live_by_timers(
    skipping: WorkflowEnvironment,
    here: AtWork,
    happened: Sequence[Happened],
    name: str,
    events_per_run: int = 60,
) -> None:
    """The patient p-name on the journey j-name. Nobody says there what time it is."""
    door, journey, enrolled = Door(here.client, f"p-{name}"), f"j-{name}", enrolment_of(happened)
    await skip_to(skipping, enrolled.at - LEAD)
    await door.enrol(
        Enrolment(journey=journey, pathway=here.pathway, event=enrolled),
        PatientMemory(patient=door.patient, events_per_run=events_per_run),
    )
    for one in happened[1:]:
        event = told_by_people(one)
        await skip_to(skipping, one.at - LEAD)
        if event is not None:
            await door.tell(journey, event)
    await skip_to(skipping, happened[-1].at + LEAD)
    await door.change_language("es")  # answers once all that came before it is written


async def skip_to(skipping: WorkflowEnvironment, at: datetime) -> None:
    """In steps of a day: the server answers no call that takes longer than half a minute."""
    while (now := await skipping.get_current_time()) < at:
        far = timedelta(days=30000) if now.year < 2037 else timedelta(days=1)
        await skipping.sleep(min(at - now, far))
