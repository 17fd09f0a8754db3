"""Listens for texts as long as a worker runs: each is heard soon after it came, also one that another worker left behind."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

_log = logging.getLogger("carepath.listening")
LOOK_EVERY, AFTER_A_FAULT = 0.5, 2.0
"""Seconds."""


@asynccontextmanager
async def listening(
    next_one: Callable[[], Awaitable[bool]], every: float = LOOK_EVERY
) -> AsyncIterator[None]:
    """Calls `next_one` again and again: at once while it finds something to do, else every so many seconds."""
    stop = asyncio.Event()
    loop = asyncio.create_task(_listen(next_one, every, stop))
    try:
        yield
    finally:
        stop.set()
        await loop  # what is under way is finished first


async def _listen(next_one: Callable[[], Awaitable[bool]], every: float, stop: asyncio.Event) -> None:
    """One fault holds up nobody else's text: what failed stays to be done, and is taken up again later."""
    while not stop.is_set():
        one = asyncio.ensure_future(next_one())
        await asyncio.wait({one})
        fault = one.exception()
        if fault is not None:
            _log.error("could not be done, and stays to be done", exc_info=fault)
        if fault is not None or not one.result():
            await _pause(AFTER_A_FAULT if fault is not None else every, stop)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({stopping}, timeout=seconds)
    stopping.cancel()
