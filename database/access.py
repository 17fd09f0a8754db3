"""Who may see which patient: by a role that sees the clinic, by the care team, or in an emergency with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR, ONCALL, OPERATIONS

EVERYBODY = (COORDINATOR, MEDICAL_DIRECTOR, ONCALL)
"""These see every patient; the other roles those for whom they have work, had it, or were invited."""
EMERGENCY = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    id: int
    account: str
    patient: str
    reason: str
    began_at: datetime
    until: datetime


def by_which_one_sees(roles: Sequence[str]) -> list[str]:
    """Operations have work about patients, and yet no business with who they are."""
    return [role for role in roles if role != OPERATIONS]


def sees_everybody(roles: Sequence[str]) -> bool:
    return bool({*roles} & {*EVERYBODY})


async def why_seen(pool: asyncpg.Pool, account: str, roles: Sequence[str], patient: str) -> str | None:
    """By what right, or None. A patient whom nobody knows is seen by nobody."""
    found: str | None = await pool.fetchval(
        "select why_seen($1, $2, $3, id) from patient where id = $4",
        account,
        by_which_one_sees(roles),
        sees_everybody(roles),
        patient,
    )
    return found


async def in_an_emergency(pool: asyncpg.Pool, account: str, patient: str, reason: str) -> None:
    """For four hours; the medical director looks at it afterwards."""
    await pool.execute(
        "insert into emergency_access (account, patient, reason, until) values ($1, $2, $3, now() + $4::interval)",
        account,
        patient,
        reason,
        EMERGENCY,
    )


async def to_review(pool: asyncpg.Pool) -> tuple[Emergency, ...]:
    rows = await pool.fetch(
        "select id, account, patient, reason, began_at, until from emergency_access where reviewed_at is null"
        " order by began_at, id"
    )
    return tuple(Emergency(**row) for row in rows)


async def review(pool: asyncpg.Pool, id: int, by: str) -> bool:
    """False: it was reviewed already, or is one's own."""
    done = await pool.fetchval(
        "update emergency_access set reviewed_by = $2, reviewed_at = now()"
        " where id = $1 and reviewed_at is null and account <> $2 returning true",
        id,
        by,
    )
    return bool(done)
