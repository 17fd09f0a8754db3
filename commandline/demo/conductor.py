"""The conductor: virtual time for all patients. Exact, as fast as the work allows, and the same at every run of a seed.

Within one window the patients are independent, and go on beside each other. What they share, calendars and meetings,
waits for the end of the window and is then done patient by patient, always in the same order.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from commandline.demo.lane import Lane

WINDOW = timedelta(hours=4)
AT_ONCE = 12


async def conduct(lanes: Sequence[Lane], until: datetime) -> AsyncIterator[datetime]:
    """Yields the time after each window, until nothing happens before `until` any more."""
    in_order = sorted(lanes, key=lambda lane: lane.door.patient)
    gate = asyncio.Semaphore(AT_ONCE)

    async def advance(lane: Lane, end: datetime) -> None:
        async with gate:
            await lane.advance(end, until)

    while True:
        first = min((at for lane in in_order if (at := lane.wants_at()) is not None), default=until)
        if first >= until:
            return
        end = min(first + WINDOW, until)
        async with asyncio.TaskGroup() as group:
            for lane in in_order:
                group.create_task(advance(lane, end))
        for lane in in_order:
            while lane.waits(end):
                await lane.take_turn()
        yield end
