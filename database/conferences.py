"""Cases as the record knows them: who waits for the team, with what urgency, and what was written for it."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter

from database.pool import Connection
from engine.commands import JoinConference, LeaveConference
from engine.conference import Quorum, TeamCase, case_id
from engine.series import CaseFound

_QUORUM: TypeAdapter[Quorum] = TypeAdapter(Quorum)


class UnknownCase(Exception):
    """Nobody asked for this case in the record."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case with the command that asked for it last."""

    key: str
    state: str
    case: TeamCase


async def want_case(connection: Connection, patient: str, at: datetime, joining: JoinConference) -> None:
    """Asked again for the same question, it is the same case with what the facts say now."""
    await connection.execute(
        """
        insert into conference_case
          (journey, step, occurrence, key, patient, quorum, inputs, joined_at, due_at, proposal, outcomes, plans)
        values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12)
        on conflict (journey, step, occurrence) do update
        set key = $4, quorum = $6::jsonb, inputs = $7, due_at = $9, proposal = $10, outcomes = $11, plans = $12, ended_at = null,
            state = case when conference_case.state in ('decided', 'left') then 'waiting' else conference_case.state end
        """,
        joining.key.journey,
        joining.key.step,
        joining.key.occurrence,
        str(joining.key),
        patient,
        _QUORUM.dump_json(joining.quorum).decode(),
        list(joining.inputs),
        at,
        joining.due_at,
        joining.proposal,
        list(joining.outcomes),
        joining.plans,
    )


async def leave_case(connection: Connection, at: datetime, leaving: LeaveConference) -> None:
    """The question has become idle. What was decided stays decided."""
    await connection.execute(
        "update conference_case set state = 'left', ended_at = $4"
        " where journey = $1 and step = $2 and occurrence = $3 and state <> 'decided'",
        leaving.key.journey,
        leaving.key.step,
        leaving.key.occurrence,
        at,
    )


async def asked(connection: Connection, journey: str, step: str, occurrence: int) -> Asked:
    """With the worst severity among what waits for a person about this patient."""
    row = await connection.fetchrow(
        f"""
        select *, quorum::text as seats, {SEVERITY} as severity
        from conference_case where journey = $1 and step = $2 and occurrence = $3
        """,  # noqa: S608  (our own words)
        journey,
        step,
        occurrence,
    )
    if row is None:
        raise UnknownCase(f"nobody asked for a conference about {case_id(journey, step, occurrence)}")
    return Asked(row["key"], row["state"], case_of(row))


def case_of(row: asyncpg.Record) -> TeamCase:
    """Of a row of conference_case with its `seats` and `severity`; whether it was placed or heard, the series knows."""
    return TeamCase(
        id=case_id(row["journey"], row["step"], row["occurrence"]),
        patient=row["patient"],
        journey=row["journey"],
        step=row["step"],
        occurrence=row["occurrence"],
        quorum=_QUORUM.validate_json(row["seats"]),
        due_at=row["due_at"],
        joined_at=row["joined_at"],
        inputs=tuple(row["inputs"]),
        proposal=row["proposal"],
        outcomes=tuple(row["outcomes"]),
        plans=row["plans"],
        severity=row["severity"],
        held_by=tuple(row["held_by"]),
        age=row["age"],
        failures=row["failures"],
        number=row["number"],
    )


async def look_at(connection: Connection, case: TeamCase) -> CaseFound:
    given = await given_inputs(connection, case)
    row = await connection.fetchrow(
        f"""
        select state = 'left' as has_left, {SEVERITY} as severity
        from conference_case where journey = $1 and step = $2 and occurrence = $3
        """,  # noqa: S608  (our own words)
        case.journey,
        case.step,
        case.occurrence,
    )
    if row is None:
        raise UnknownCase(f"nobody asked for a conference about {case.id}")
    return CaseFound(case=case.id, left=row["has_left"], given=given, severity=row["severity"])


async def given_inputs(connection: Connection, case: TeamCase) -> tuple[str, ...]:
    """The roles that wrote their part: they have done the task that the patient's journey gave them for it."""
    await connection.execute(
        """
        update conference_input set given_at = task.ended_at from task
        where conference_input.journey = $1 and conference_input.step = $2 and occurrence = $3
          and given_at is null and task.journey = $1 and task.step = $2 and task.role = conference_input.role
          and task.state = 'done' and starts_with(task.key, $2 || '#' || $3 || '.')
        """,
        case.journey,
        case.step,
        case.occurrence,
    )
    rows = await connection.fetch(
        "select role from conference_input"
        " where journey = $1 and step = $2 and occurrence = $3 and given_at is not null order by role",
        case.journey,
        case.step,
        case.occurrence,
    )
    return tuple(row["role"] for row in rows)


async def keep_dissent(
    connection: Connection,
    id: str,
    role: str,
    words: str,
    at: datetime,
    *,
    would_change: str | None = None,
    account: str | None = None,
) -> None:
    """Told twice under one id, the first words stay. `would_change`: what would change their mind."""
    await connection.execute(
        "insert into conference_dissent (id, role, words, at, would_change, account)"
        " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        id,
        role,
        words,
        at,
        would_change,
        account,
    )


SEVERITY = """
(select min(substring(severity from 'SEV([0-9])')::int) from task
 where task.patient = conference_case.patient and task.state in ('open', 'accepted'))
"""
