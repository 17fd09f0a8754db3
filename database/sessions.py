"""Who is signed in to the console: kept here and not in the browser, so that it can be ended from here."""

from dataclasses import dataclass
from datetime import timedelta

import asyncpg

IDLE = timedelta(minutes=30)
"""Whoever has done nothing for so long signs in again, and so does everybody after"""
AT_MOST = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`whole` is false while the second factor is to come; `said` is what the next page tells, once."""

    digest: bytes
    account: str
    roles: tuple[str, ...]
    one_time: bool
    has_second: bool
    whole: bool
    said: str | None
    refused: bool


async def begin(pool: asyncpg.Pool, digest: bytes, account: str, *, whole: bool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "delete from session where seen_at < now() - $1::interval or began_at < now() - $2::interval",
            IDLE,
            AT_MOST,
        )
        await connection.execute(
            "insert into session (digest, account, whole) values ($1, $2, $3)", digest, account, whole
        )


async def session(pool: asyncpg.Pool, digest: bytes, *, stays: bool) -> Session | None:
    """None where it has ended. It goes on from now, unless it only `stays`: a page that renews itself is no person."""
    row = await pool.fetchrow(_FIND if stays else _GO_ON, digest, IDLE, AT_MOST)
    return None if row is None else Session(**{**row, "roles": tuple(row["roles"])})


async def tell_next(pool: asyncpg.Pool, digest: bytes, said: str, *, refused: bool) -> None:
    await pool.execute("update session set said = $2, refused = $3 where digest = $1", digest, said, refused)


async def was_told(pool: asyncpg.Pool, digest: bytes) -> None:
    await pool.execute("update session set said = null, refused = false where digest = $1", digest)


async def replace_whole(pool: asyncpg.Pool, digest: bytes, by: bytes) -> None:
    """After the second factor: under a new word, so that the one from before it opens nothing."""
    await pool.execute("update session set digest = $2, whole = true where digest = $1", digest, by)


async def end(pool: asyncpg.Pool, digest: bytes) -> None:
    await pool.execute("delete from session where digest = $1", digest)


_RIGHT = (
    " session.digest = $1 and session.account = account.name and account.disabled_at is null"
    " and seen_at > now() - $2::interval and began_at > now() - $3::interval"
)
_WHAT = " digest, account, roles, one_time, second is not null as has_second, whole, said, refused"
_GO_ON = f"update session set seen_at = now() from account where{_RIGHT} returning{_WHAT}"  # noqa: S608  (our own words)
_FIND = f"select{_WHAT} from session, account where{_RIGHT}"
