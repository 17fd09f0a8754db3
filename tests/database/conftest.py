"""One connection, as a worker has it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from database.pool import Connection


@pytest.fixture
async def db(pool: asyncpg.Pool) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection:
        yield connection
