"""Every story, once played by the pure simulator and once lived by the real workflow: the same, to the letter."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from _pytest.mark.structures import ParameterSet
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.testing import WorkflowEnvironment

from stack.temporal import Temporal, program
from tests.support.at_work import AtWork, at_work
from tests.support.real_stories import (
    STORIES,
    Line,
    enrolment_of,
    foreseen,
    happenings,
    in_2037,
    through_postgres,
    told_by_people,
    written,
)
from workflows.connection import connect, converter, register_search_attributes
from workflows.door import Door
from workflows.memory import Enrolment, PatientMemory
from workflows.patient import STATUS

FILES = sorted(STORIES.rglob("*.txt"))
IN_A_FEW_SECONDS = {
    *("dies", "late_answers", "ninth_item_on_an_abandoned_form", "silent", "smooth", "two_failed_quorums"),
    *("wants_no_texts", "withdraws", "work_left_undone"),
}
"""The others take minutes on two cores: .venv/bin/pytest -n 2 -m long tests/workflows"""
BY_TIMERS_IN_A_FEW_SECONDS = {"silent", "withdraws", "work_left_undone"}
A_RUN_EACH = {"silent", "withdraws", "work_left_undone"}
"""These begin a new run at every quiet point."""
LEAD = timedelta(seconds=5)
"""People act so long before their moment, so that none of the timers of the same minute is before them."""


def _files(quick: set[str]) -> list[ParameterSet]:
    return [
        pytest.param(file, id=file.stem, marks=() if file.stem in quick else (pytest.mark.long,))
        for file in FILES
    ]


@pytest.fixture
async def here(temporal: Temporal, pool: asyncpg.Pool) -> AsyncIterator[AtWork]:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    await register_search_attributes(client)
    async with at_work(client, pool) as working:
        yield working


@pytest.mark.parametrize("file", _files(IN_A_FEW_SECONDS))
async def test_a_story_is_lived_as_it_is_played(file: Path, here: AtWork) -> None:
    happened = happenings(file.read_text(encoding="utf-8"), file.name)
    patient, journey = f"p-{file.stem}", f"j-{file.stem}"
    door = Door(here.client, patient)
    enrolled = enrolment_of(happened)

    await door.enrol(
        Enrolment(journey=journey, pathway=here.pathway, event=enrolled),
        PatientMemory(
            patient=patient, clock=enrolled.at, events_per_run=1 if file.stem in A_RUN_EACH else 60
        ),
    )
    for one in happened[1:]:
        event = told_by_people(one)
        if event is None:
            await door.let_time_pass(one.at)
        else:
            await door.tell(journey, event)

    assert await written(here.pool, patient, journey) == await through_postgres(
        here.pool, list(foreseen(happened))
    )


@pytest.mark.parametrize("file", _files(BY_TIMERS_IN_A_FEW_SECONDS))
async def test_a_story_is_lived_by_real_timers_as_it_is_played(file: Path, pool: asyncpg.Pool) -> None:
    """On the server that skips time. What people do there takes a moment, so instants are compared by the minute, and
    notes, which name seconds, are left out."""
    happened = happenings(in_2037(file.read_text(encoding="utf-8")), file.name)
    patient, journey = f"p-{file.stem}", f"j-{file.stem}"
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(program().with_name("temporal-test-server")),
        data_converter=converter([b"s" * 32]),
        identity="test",
    ) as skipping:
        await _register(skipping)
        async with at_work(skipping.client, pool) as working:
            door, enrolled = Door(working.client, patient), enrolment_of(happened)
            await _skip_to(skipping, enrolled.at - LEAD)
            await door.enrol(
                Enrolment(journey=journey, pathway=working.pathway, event=enrolled),
                PatientMemory(patient=patient, events_per_run=60),
            )
            for one in happened[1:]:
                event = told_by_people(one)
                await _skip_to(skipping, one.at - LEAD)
                if event is not None:
                    await door.tell(journey, event)
            await _skip_to(skipping, happened[-1].at + LEAD)
            await door.change_language("es")  # answers once all that came before it is written
    lived = [line for line in await written(pool, patient, journey) if line.what != "LanguageChanged"]

    assert _by_the_minute(lived) == _by_the_minute(foreseen(happened))


def _by_the_minute(lines: Iterable[Line]) -> Counter[tuple[object, ...]]:
    half = timedelta(seconds=30)
    return Counter(
        ((line.at + half).replace(second=0, microsecond=0), line.kind, line.what, line.step, line.occurrence)
        for line in lines
        if line.kind != "note"
    )


async def _skip_to(skipping: WorkflowEnvironment, at: datetime) -> None:
    """In steps of a week: the server answers no call that takes longer than half a minute."""
    while (now := await skipping.get_current_time()) < at:
        far = timedelta(days=30000) if now.year < 2037 else timedelta(days=7)
        await skipping.sleep(min(at - now, far))


async def _register(skipping: WorkflowEnvironment) -> None:
    """This server does not list what it knows, but it can be told."""
    keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    await skipping.client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace=skipping.client.namespace, search_attributes={STATUS.name: keyword}
        )
    )
