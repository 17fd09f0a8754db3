"""The feed of changes: which patients something was written down about, a moment ago."""

from collections.abc import Mapping

import asyncpg

OVERLAP = 1000
"""Ids are given before they are committed, so later ones may be seen first: so far back is looked again."""


async def newest(pool: asyncpg.Pool) -> int:
    found: int = await pool.fetchval("select coalesce(max(id), 0) from change")
    return found


async def since(pool: asyncpg.Pool, last: int) -> Mapping[int, str | None]:
    """By id: whom it is about, or None for work that is about nobody we know. Some were given before."""
    rows = await pool.fetch("select id, patient from change where id > $1 order by id", last - OVERLAP)
    return {row["id"]: row["patient"] for row in rows}


async def forget(pool: asyncpg.Pool) -> None:
    await pool.execute("delete from change where at < now() - interval '10 minutes'")
