"""Waits for what a test expects, and for no longer than it may take."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[bool]], patience: float = 30) -> None:
    loop = asyncio.get_running_loop()
    gives_up = loop.time() + patience
    while not await holds():
        assert loop.time() < gives_up, "it did not come about in time"
        await asyncio.sleep(0.02)
