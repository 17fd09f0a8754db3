"""Writes one moment down: the only way that anything is remembered."""

from collections.abc import Awaitable, Callable, Sequence

import asyncpg
from temporalio import activity

from database.recording import record
from database.stuck import note_stuck
from engine.journal import PatientMoment, Written


class Recording:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    @property
    def activities(self) -> Sequence[Callable[..., Awaitable[object]]]:
        return self.record_moment, self.note_stuck, self.breathe

    @activity.defn
    async def record_moment(self, moment: PatientMoment) -> Written | None:
        """In one transaction. What is written already beyond what the workflow knew is given back instead."""
        async with self.pool.acquire() as connection:
            return await record(connection, moment)

    @activity.defn
    async def breathe(self) -> None:
        """Nothing is done: its end gives the workflow a task in which nobody is answered."""

    @activity.defn
    async def note_stuck(self, patient: str, because: str) -> None:
        """People see that this patient's care stands still."""
        async with self.pool.acquire() as connection:
            await note_stuck(connection, patient, because)
