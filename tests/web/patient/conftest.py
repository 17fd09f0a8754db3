"""One site, one worker and one database for all tests of the patients' pages: each test has patients of its own."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from database.pool import connect
from stack.postgres import Postgres
from stack.temporal import run_temporal
from tests.support.patient_pages import PatientsPages, patients_pages

NAME = "patients_pages"


@pytest.fixture(scope="session")
async def all_pages(postgres: Postgres) -> AsyncIterator[PatientsPages]:
    """Its worker lives as long as the session, so it has a Temporal of its own: no other test's work comes to it."""
    await _execute(postgres, f"create database {NAME} template template_carepath")
    url = postgres.url(NAME)
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as folder:
        temporal = await run_temporal(Path(folder))
        try:
            async with await connect(url) as pool, patients_pages(temporal.address, url, pool) as found:
                yield found
        finally:
            await temporal.stop()
    await _execute(postgres, f"drop database {NAME} with (force)")


@pytest.fixture
def pages(all_pages: PatientsPages) -> PatientsPages:
    """At the time at which every test begins."""
    all_pages.times.begin_again()
    return all_pages


async def _execute(server: Postgres, sql: str) -> None:
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
