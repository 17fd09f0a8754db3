"""The conductor: virtual time for all patients. Exact, as fast as the work allows, and the same at every run of a seed.

Within one window the patients are independent, and go on beside each other. What they share, calendars and meetings,
waits for the end of the window and is then done patient by patient, always in the same order. A window ends when the
team's time comes: its conference is held, and its decisions are told, at a moment that no patient has passed.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from commandline.demo.lane import Lane
from commandline.demo.team import Team

WINDOW = timedelta(hours=4)
AT_ONCE = 12


async def conduct(lanes: Sequence[Lane], team: Team, until: datetime) -> AsyncIterator[datetime]:
    """Yields the time after each window, until nothing happens before `until` any more."""
    in_order = sorted(lanes, key=lambda lane: lane.door.patient)
    while True:
        first = min((at for lane in in_order if (at := lane.wants_at()) is not None), default=until)
        meeting = min(team.next_at, until)
        if min(first, meeting) >= until:
            return
        end = min(first + WINDOW, meeting)
        # Nobody's time goes on beyond the next meeting, at which the team may decide about them.
        await _side_by_side(in_order, end, meeting)
        await _one_after_the_other(in_order, end)
        if end == team.next_at:
            concerned = await team.let_time_pass(end)
            for lane in concerned:
                await lane.hear_of(end)
            await _one_after_the_other(concerned, end)
        yield end


async def _side_by_side(lanes: Sequence[Lane], end: datetime, until: datetime) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def advance(lane: Lane) -> None:
        async with gate:
            await lane.advance(end, until)

    async with asyncio.TaskGroup() as group:
        for lane in lanes:
            group.create_task(advance(lane))


async def _one_after_the_other(lanes: Sequence[Lane], end: datetime) -> None:
    for lane in lanes:
        while lane.waits(end):
            await lane.take_turn()
