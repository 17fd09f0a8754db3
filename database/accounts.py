"""The accounts of the console: who may sign in, with which roles, and what keeps a guesser out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from database.pool import Connection

FAILURES = 5
"""So many wrong passwords or codes in a row, and nobody gets in"""
LOCKED_FOR = timedelta(minutes=15)
"""for so long, not even with the right one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`second` is the sealed key of the second factor, None where none is asked for."""

    name: str
    roles: tuple[str, ...]
    password: str
    one_time: bool
    second: bytes | None
    second_used: int
    locked: bool
    disabled: bool


class NameTaken(Exception):
    """There is an account of this name."""


async def add_account(connection: Connection, name: str, roles: Sequence[str], password: str) -> None:
    """`password` is hashed already, and lasts until the first sign-in."""
    try:
        await connection.execute(
            "insert into account (name, roles, password) values ($1, $2, $3)", name, list(roles), password
        )
    except asyncpg.UniqueViolationError:
        raise NameTaken(name) from None


async def accounts(pool: "asyncpg.Pool | Connection") -> tuple[Account, ...]:
    return tuple(_account(row) for row in await pool.fetch(f"{_SELECT} order by name"))


async def account(pool: "asyncpg.Pool | Connection", name: str) -> Account | None:
    row = await pool.fetchrow(f"{_SELECT} where name = $1", name)
    return None if row is None else _account(row)


async def failed(pool: asyncpg.Pool, name: str) -> None:
    await pool.execute(
        "update account set failures = case when failures + 1 >= $2 then 0 else failures + 1 end,"
        " locked_until = case when failures + 1 >= $2 then now() + $3::interval else locked_until end"
        " where name = $1",
        name,
        FAILURES,
        LOCKED_FOR,
    )


async def went_well(pool: asyncpg.Pool, name: str) -> None:
    await pool.execute("update account set failures = 0, locked_until = null where name = $1", name)


async def use_code(pool: asyncpg.Pool, name: str, step: int) -> bool:
    """Whether the code of this time step was not used before: of two at once only one is let in."""
    used = await pool.fetchval(
        "update account set second_used = $2 where name = $1 and second_used < $2 returning true", name, step
    )
    return bool(used)


async def set_password(pool: asyncpg.Pool, name: str, password: str, but: bytes) -> None:
    """Whoever was signed in elsewhere is signed out: all sessions end `but` this one."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "update account set password = $2, one_time = false where name = $1", name, password
        )
        await connection.execute("delete from session where account = $1 and digest <> $2", name, but)


async def reset_password(connection: Connection, name: str, password: str) -> bool:
    """One that lasts until the next sign-in; the second factor is asked for no more. False: no such account."""
    async with connection.transaction():
        await connection.execute("delete from session where account = $1", name)
        done = await connection.fetchval(
            "update account set password = $2, one_time = true, second = null, failures = 0, locked_until = null,"
            " disabled_at = null where name = $1 returning true",
            name,
            password,
        )
    return bool(done)


async def set_roles(connection: Connection, name: str, roles: Sequence[str]) -> bool:
    done = await connection.fetchval(
        "update account set roles = $2 where name = $1 returning true", name, list(roles)
    )
    return bool(done)


async def disable(connection: Connection, name: str) -> bool:
    """Signed out everywhere, at once. Their name stays in the log."""
    async with connection.transaction():
        await connection.execute("delete from session where account = $1", name)
        done = await connection.fetchval(
            "update account set disabled_at = now() where name = $1 and disabled_at is null returning true",
            name,
        )
    return bool(done)


async def set_second(pool: asyncpg.Pool, name: str, sealed: bytes | None) -> None:
    await pool.execute("update account set second = $2 where name = $1", name, sealed)


def _account(row: asyncpg.Record) -> Account:
    return Account(**{**row, "roles": tuple(row["roles"])})


_SELECT = (
    "select name, roles, password, one_time, second, second_used, coalesce(locked_until > now(), false) as locked,"
    " disabled_at is not null as disabled from account"
)
