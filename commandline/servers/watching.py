"""Keeps servers running: one that ends is started again, after a pause that grows while it keeps ending."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from stack.processes import NotStarted, Process

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
STEADY_AFTER = 60.0
"""Seconds of life after which the next pause is the first one again."""
LOOK_EVERY = 0.25


@dataclass(kw_only=True)
class Part:
    """`start` ends when the server answers, and raises NotStarted if it does not come up."""

    name: str
    process: Process
    start: Callable[[], Awaitable[Process]]


async def watch(parts: Sequence[Part], say: Callable[[str], None]) -> None:
    """Until it is cancelled."""
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_keep(part, say))


async def _keep(part: Part, say: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    pause, began = FIRST_PAUSE, loop.time()
    while True:
        await asyncio.sleep(LOOK_EVERY)
        if part.process.runs():
            continue
        if loop.time() - began > STEADY_AFTER:
            pause = FIRST_PAUSE
        say(
            f"{part.name} has ended by itself; see {part.process.log}. It is started again in {pause:g} s;"
            " what was written down is kept."
        )
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
        try:
            part.process = await part.start()
        except NotStarted as failed:
            say(f"{failed}. It is tried again.")
        else:
            began = loop.time()
            say(f"{part.name} runs again.")
