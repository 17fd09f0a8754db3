"""Patients of whom a moment could not be recorded: their care stands still until a person has mended it."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from database.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    patient: str
    since: datetime
    because: str


async def note_stuck(connection: Connection, patient: str, because: str) -> None:
    """The first reason stays until a moment of this patient is recorded again."""
    await connection.execute(
        """
        insert into patient (id, stuck_since, stuck_because) values ($1, clock_timestamp(), $2)
        on conflict (id) do update set stuck_since = clock_timestamp(), stuck_because = $2
        where patient.stuck_since is null
        """,
        patient,
        because,
    )


async def stuck_patients(reader: asyncpg.Pool) -> tuple[Stuck, ...]:
    rows = await reader.fetch(
        "select id as patient, stuck_since as since, stuck_because as because from patient"
        " where stuck_since is not null order by stuck_since, id"
    )
    return tuple(Stuck(**row) for row in rows)


async def recorded_since(connection: Connection, minutes: int) -> tuple[str, ...]:
    """The patients of whom something was written in the last minutes, by the database's own clock."""
    rows = await connection.fetch(
        "select id from patient where recorded_at > clock_timestamp() - make_interval(mins => $1) order by id",
        minutes,
    )
    return tuple(row["id"] for row in rows)
