"""Wakes the pages that are open: one look at the feed of changes for all of them, twice a second."""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager, suppress

import asyncpg

from database.changes import OVERLAP, forget, newest, since

EVERY = 0.5
FORGET_EVERY = 240
"""Looks between two times that old changes are taken away."""


class Feed:
    """Looks only while somebody listens."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._listeners: set[asyncio.Queue[Set[str | None]]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._one_begins = asyncio.Lock()

    @asynccontextmanager
    async def heard(self) -> AsyncIterator["asyncio.Queue[Set[str | None]]"]:
        """Each item: about whom something changed since the one before."""
        queue: asyncio.Queue[Set[str | None]] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            async with self._one_begins:
                if self._looking is None or self._looking.done():
                    last = await newest(self._pool)
                    # What comes after `last` is news, also if it is here before the first look.
                    seen = {id for id in await since(self._pool, last) if id <= last}
                    self._looking = asyncio.create_task(self._look(last, seen))
            yield queue
        finally:
            self._listeners.discard(queue)
            if not self._listeners and self._looking is not None:
                self._looking.cancel()

    async def _look(self, last: int, seen: set[int]) -> None:
        looks = 0
        while True:
            await asyncio.sleep(EVERY)
            # A database that is away for a moment comes back; the pages then hear what they missed.
            with suppress(
                OSError,
                asyncpg.PostgresConnectionError,
                asyncpg.CannotConnectNowError,
                asyncpg.InterfaceError,
            ):
                found = await since(self._pool, last)
                if new := {id: patient for id, patient in found.items() if id not in seen}:
                    last = max(last, *new)
                    seen = {id for id in (*seen, *new) if id > last - OVERLAP}
                    for queue in self._listeners:
                        queue.put_nowait(frozenset(new.values()))
                looks += 1
                if looks % FORGET_EVERY == 0:
                    await forget(self._pool)
