"""Writes one moment down: the only way that anything is remembered."""

import asyncpg
from temporalio import activity

from database.recording import record
from engine.journal import PatientMoment


class Recording:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    @activity.defn
    async def record_moment(self, moment: PatientMoment) -> None:
        """In one transaction; a moment that is written already is not written again."""
        async with self.pool.acquire() as connection:
            await record(connection, moment)
