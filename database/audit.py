"""What was read and changed in the console, by whom and by what right: written before the answer goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`because` is the right to it, `about` codes and ids only."""

    account: str | None
    roles: tuple[str, ...]
    what: str
    acts: bool
    patients: tuple[str, ...]
    because: str | None
    about: str | None
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    at: datetime
    account: str | None
    what: str
    acts: bool
    because: str | None
    answer: int


async def note(pool: asyncpg.Pool, access: Access) -> None:
    await pool.execute(
        "insert into audit_log (account, roles, what, acts, patients, because, about, answer)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        access.account,
        list(access.roles),
        access.what,
        access.acts,
        list(access.patients),
        access.because,
        access.about,
        access.answer,
    )


async def noted_of(pool: asyncpg.Pool, patient: str, at_most: int = 200) -> Sequence[Noted]:
    """Newest first."""
    rows = await pool.fetch(
        "select at, account, what, acts, because, answer from audit_log where patients @> array[$1]"
        " order by number desc limit $2",
        patient,
        at_most,
    )
    return [Noted(**row) for row in rows]
