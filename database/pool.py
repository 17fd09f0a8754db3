"""Connections: in UTC, and with the rights of one role only, whoever owns the database."""

from typing import Literal, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Role = Literal["carepath_worker", "carepath_reader", "carepath_console", "carepath_pages"]
"""The worker records what happens and may change nothing of the journal; the reader changes nothing at all; the
console reads everything and writes only what is its own: accounts, sessions, who has which work, what was read; the
patients' pages read what patients may see, and keep what they answer."""


async def connect(url: str, role: Role = "carepath_worker", *, at_most: int = 10) -> asyncpg.Pool:
    async def take_the_role(connection: asyncpg.Connection) -> None:
        await connection.execute(f"set role {role}")

    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=at_most,
        init=take_the_role,
        server_settings={"timezone": "UTC"},
        command_timeout=30,
    )
