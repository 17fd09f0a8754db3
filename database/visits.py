"""Visits that are asked for and visits that are booked: what the record says of them, beside the journal."""

from datetime import datetime

from database.appointments import Search, let_go
from database.free_slots import Wanted
from database.pool import Connection
from engine.commands import CancelVisit, ScheduleVisit
from engine.spans import Span


class UnknownSearch(LookupError):
    """Nobody asked for visits under this key; trying again does not help."""

    def __init__(self, journey: str, key: str) -> None:
        super().__init__(f"no visit was asked for under {key} of journey {journey}")


async def want_visit(connection: Connection, patient: str, at: datetime, command: ScheduleVisit) -> None:
    """Under the same key again: nothing. A visit asked for anew takes the place of an earlier one of the step."""
    key, every = command.key, command.every
    if await connection.fetchval(
        "select true from visit_search where journey = $1 and key = $2", key.journey, str(key)
    ):
        return
    await _release(connection, key.journey, key.step, key.occurrence, at)
    await connection.execute(
        "insert into visit_search (journey, key, patient, step, occurrence, attempt, role, minutes, modes, visits,"
        " every, not_before, due_at, reason, wanted_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        key.journey,
        str(key),
        patient,
        key.step,
        key.occurrence,
        key.attempt,
        command.role,
        command.minutes,
        list(command.modes),
        command.visits,
        every.model_dump_json() if every and command.visits > 1 else None,
        command.not_before,
        command.due_at,
        str(command.reason),
        at,
    )


async def cancel_visit(connection: Connection, at: datetime, command: CancelVisit) -> None:
    """Nothing of the step's occurrence is looked for any more, and the time held for it is free again."""
    await _release(connection, command.key.journey, command.key.step, command.key.occurrence, at)


async def search_for_update(connection: Connection, journey: str, key: str) -> Search:
    """What was asked for under the key; nobody else settles it until this transaction ends."""
    # The patient first, as whoever records a moment does: two who take both rows in one order never wait in a circle.
    await connection.execute(
        "select from patient p where id in (select patient from visit_search where journey = $1 and key = $2)"
        " for key share",
        journey,
        key,
    )
    row = await connection.fetchrow(
        "select s.*, p.zone from visit_search s join patient p on p.id = s.patient"
        " where s.journey = $1 and s.key = $2 for update of s",
        journey,
        key,
    )
    if row is None:
        raise UnknownSearch(journey, key)
    wanted = Wanted(
        patient=row["patient"],
        zone=row["zone"],
        role=row["role"],
        minutes=row["minutes"],
        modes=tuple(row["modes"]),
        due_at=row["due_at"],
        not_before=row["not_before"],
        visits=row["visits"],
        every=Span.model_validate_json(row["every"]) if row["every"] else None,
    )
    return Search(journey=journey, key=key, state=row["state"], wanted=wanted)


async def settle(connection: Connection, search: Search, state: str, at: datetime) -> None:
    await connection.execute(
        "update visit_search set state = $3, settled_at = $4 where journey = $1 and key = $2",
        search.journey,
        search.key,
        state,
        at,
    )


async def _release(connection: Connection, journey: str, step: str, occurrence: int, at: datetime) -> None:
    keys = await connection.fetch(
        "update visit_search set state = 'cancelled', settled_at = $4"
        " where journey = $1 and step = $2 and occurrence = $3 and state <> 'cancelled' returning key",
        journey,
        step,
        occurrence,
        at,
    )
    freed = await connection.fetch(
        "update appointment set state = 'cancelled'"
        " where journey = $1 and key = any($2) and state in ('booked', 'confirmed') returning id",
        journey,
        [row["key"] for row in keys],
    )
    await let_go(connection, [row["id"] for row in freed])
