"""The real servers that tests share: started at the first test that needs one, ended with the session."""

import os
import tempfile
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from database.migrate import migrate
from database.pool import connect
from stack.postgres import Postgres, run_postgres
from stack.temporal import Temporal, run_temporal

_NUMBERS = count(1)


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[Postgres]:
    """A server of this session's own, with a migrated database to copy from."""
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # root's Postgres runs as another user, who must get in
        server = await run_postgres(Path(folder) / "postgres", durable=False)
        try:
            await _execute(server, "create database template_carepath")
            await migrate(server.url("template_carepath"))
            yield server
        finally:
            await server.stop()


@pytest.fixture
async def database_url(postgres: Postgres) -> AsyncIterator[str]:
    """A migrated, empty database of this test's own."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    await _execute(postgres, f"create database {name} template template_carepath")
    yield postgres.url(name)
    await _execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[asyncpg.Pool]:
    """Connections as a worker has them."""
    async with await connect(database_url) as connections:
        yield connections


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[Temporal]:
    """The real server, with the real clock. A run that was short is followed at once by the next, not after a second."""
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as folder:
        server = await run_temporal(Path(folder), settings={"history.workflowIdReuseMinimalInterval": '"0s"'})
        yield server
        await server.stop()


async def _execute(server: Postgres, sql: str) -> None:
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
