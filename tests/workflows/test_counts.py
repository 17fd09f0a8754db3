"""What a moment costs Temporal, in events of the history: fees, disk and the time of every replay follow from it.

A moment is written down by a local activity within the workflow task that decides it (docs/decisions/0029): the task's
three events, and one marker that says it is written.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import pairwise

import asyncpg
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from engine.events import Reported, Withdrew
from stack.temporal import Temporal
from tests.support.at_work import AtWork, at_work
from tests.support.histories import runs
from tests.support.seconds import by_the_second, enrol, kept, move, now
from workflows.connection import connect, register_search_attributes
from workflows.door import Door, workflow_id

FIRED = EventType.EVENT_TYPE_TIMER_FIRED
UPSERTED = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
ACTED = EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED
OVER = (EventType.EVENT_TYPE_TIMER_STARTED, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
NEVER = 90_000.0
"""A last step a day from now, so that there is always a next moment."""


@pytest.fixture
async def here(temporal: Temporal, pool: asyncpg.Pool) -> AsyncIterator[AtWork]:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    await register_search_attributes(client)
    async with at_work(client, pool) as working:
        yield working


async def events_of(here: AtWork, door: Door) -> Sequence[HistoryEvent]:
    return (await here.client.get_workflow_handle(workflow_id(door.patient)).fetch_history()).events


async def fired(here: AtWork, door: Door, times: int) -> Sequence[HistoryEvent]:
    """The history, once so many timers have fired, nothing is under way and the next timer runs."""
    async with asyncio.timeout(60):
        while True:
            events = await events_of(here, door)
            seen = Counter(event.event_type for event in events)
            timers = seen[EventType.EVENT_TYPE_TIMER_STARTED] - seen[EventType.EVENT_TYPE_TIMER_CANCELED]
            acting = seen[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED] - seen[ACTED]
            if seen[FIRED] == times and timers == times + 1 and not acting and events[-1].event_type in OVER:
                return events
            await asyncio.sleep(0.1)


def from_timer_to_timer(events: Sequence[HistoryEvent]) -> list[int]:
    """How many events each moment cost that a timer brought."""
    ids = [event.event_id for event in events if event.event_type == FIRED]
    return [later - earlier for earlier, later in pairwise([*ids, events[-1].event_id + 1])]


async def test_a_moment_that_time_brings_costs_six_events_and_six_more_for_a_text(here: AtWork) -> None:
    """The timer that fired, four for writing it down, the next timer; a text is an activity and what hears of it."""
    reference = await kept(here.pool, by_the_second("look", "look", "say", "say", "look"))
    door = Door(here.client, "p-timed")
    journey = await enrol(door, reference, events_per_run=10_000)
    begins = now() + timedelta(seconds=2)

    await move(door, journey, begins, (0, 1.5, 3, 4.5, NEVER))
    events = await fired(here, door, 4)

    assert from_timer_to_timer(events) == [6, 6, 12, 12]


async def test_news_costs_six_events_and_touches_no_timer_while_the_next_moment_stays(
    here: AtWork,
) -> None:
    """The update that was accepted and answered, and four for writing it down."""
    reference = await kept(here.pool, by_the_second("look"))
    door = Door(here.client, "p-told")
    journey = await enrol(door, reference, events_per_run=10_000)
    before = len(await events_of(here, door))

    for number in range(10):
        await door.tell(journey, Reported(id=f"fall-{number}", at=now(), report="fall"))

    events = await events_of(here, door)
    assert len(events) - before == 60
    assert Counter(event.event_type for event in events)[EventType.EVENT_TYPE_TIMER_CANCELED] == 0


async def test_search_attributes_change_only_with_the_coarse_status(here: AtWork) -> None:
    reference = await kept(here.pool, by_the_second("look"))
    door = Door(here.client, "p-status")
    journey = await enrol(door, reference, events_per_run=10_000)
    for number in range(5):
        await door.tell(journey, Reported(id=f"fall-{number}", at=now(), report="fall"))

    active = [event.event_type for event in await events_of(here, door)].count(UPSERTED)
    await door.tell(journey, Withdrew(id="withdraws", at=now()))
    ended = [event.event_type for event in await events_of(here, door)].count(UPSERTED)

    assert (active, ended) == (1, 2)


async def test_a_run_is_little_longer_than_its_setting(here: AtWork) -> None:
    reference = await kept(here.pool, by_the_second("look"))
    door = Door(here.client, "p-bounded")
    journey = await enrol(door, reference, events_per_run=30)
    for number in range(25):
        await door.tell(journey, Reported(id=f"fall-{number}", at=now(), report="fall"))

    lengths = [len(run.events) for run in await runs(here.client, workflow_id(door.patient))]

    assert len(lengths) > 4
    assert {length for length in lengths[:-1] if not 30 <= length <= 30 + 25} == set()
