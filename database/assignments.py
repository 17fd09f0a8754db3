"""Who has which work: one person at a time, and whoever comes second is told by whom it is held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from database.pool import Connection

Beside = Literal["referral", "text"]
"""Work that no journey carries."""
TABLES: Mapping[Beside, str] = {"referral": "referral_task", "text": "inbound_task"}


async def take(connection: Connection, work: str, account: str) -> str | None:
    """None: it is theirs now. Else who has it already."""
    mine = await connection.fetchval(
        "insert into assignment (work, account, given_by) values ($1, $2, $2) on conflict do nothing returning true",
        work,
        account,
    )
    if mine:
        return None
    holder: str = await connection.fetchval("select account from assignment where work = $1", work)
    return None if holder == account else holder


async def give(connection: Connection, work: str, to: str, by: str) -> None:
    await connection.execute(
        "insert into assignment (work, account, given_by) values ($1, $2, $3)"
        " on conflict (work) do update set account = $2, given_by = $3, at = now()",
        work,
        to,
        by,
    )


async def give_back(connection: Connection, work: str) -> None:
    await connection.execute("delete from assignment where work = $1", work)


async def accept_beside(connection: Connection, beside: Beside, id: str, at: datetime) -> None:
    await connection.execute(
        f"update {TABLES[beside]} set state = 'accepted', accepted_at = $2 where id = $1 and state = 'open'",  # noqa: S608  (our own names)
        id,
        at,
    )


async def finish_beside(connection: Connection, beside: Beside, id: str, outcome: str, at: datetime) -> bool:
    """False: somebody has done it already."""
    done = await connection.fetchval(
        f"update {TABLES[beside]} set state = 'done', outcome = $2, ended_at = $3"  # noqa: S608  (our own names)
        " where id = $1 and state in ('open', 'accepted') returning true",
        id,
        outcome,
        at,
    )
    return bool(done)
