"""One site, one worker and one database for all tests of the patients' pages: each test has patients of its own."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from database.pool import connect
from stack.postgres import Postgres
from stack.temporal import Temporal
from tests.support.patient_pages import PatientsPages, patients_pages

NAME = "patients_pages"


@pytest.fixture(scope="session")
async def all_pages(postgres: Postgres, temporal: Temporal) -> AsyncIterator[PatientsPages]:
    await _execute(postgres, f"create database {NAME} template template_carepath")
    url = postgres.url(NAME)
    async with await connect(url) as pool, patients_pages(temporal.address, url, pool) as found:
        yield found
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
