"""The console over a real database, with staff who are signed in and patients who have names."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import asyncpg
import pytest
from argon2 import PasswordHasher
from temporalio.client import Client

from database import sessions
from database.accounts import add_account
from database.pool import connect
from pathways.clinic import CLINIC
from stack.temporal import Temporal
from tests.support.at_work import AtWork, at_work
from tests.support.browser import Browser
from web.console.app import console
from web.console.asked import Tools
from web.console.feed import Feed
from web.console.passwords import Passwords, SecondFactor, digest
from web.console.written import written
from web.serving import served
from workflows.conference_door import ConferenceDoor
from workflows.connection import connect as connect_temporal
from workflows.connection import register_search_attributes
from workflows.door import Door

SECRET = b"s" * 32
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""As argon2id as the real one, and cheap."""
PASSWORD = "seven green umbrellas"  # noqa: S105  (of made-up staff)
_NUMBERS = count(1)


@pytest.fixture(scope="session")
async def client(temporal: Temporal) -> Client:
    made = await connect_temporal([SECRET], identity="test", address=temporal.address)
    await register_search_attributes(made)
    return made


@dataclass(slots=True)
class Desk:
    """`pool` has the console's rights, `owner` those of whoever records what happens."""

    address: str
    url: str
    pool: asyncpg.Pool
    owner: asyncpg.Pool
    tools: Tools

    def browser(self) -> Browser:
        return Browser(self.address)

    async def account(self, name: str, *roles: str, one_time: bool = False) -> str:
        async with self.pool.acquire() as connection:
            await add_account(connection, name, roles, QUICK.hashed(PASSWORD))
        await self.pool.execute("update account set one_time = $2 where name = $1", name, one_time)
        return name

    async def signed_in(self, *roles: str, name: str | None = None) -> Browser:
        """Somebody new of these roles, past the door already."""
        name = await self.account(name or f"{roles[0].replace('_', '-')}-{next(_NUMBERS)}", *roles)
        return await self.again(name)

    async def again(self, name: str) -> Browser:
        word = f"{name}-{next(_NUMBERS)}"
        await sessions.begin(self.pool, digest(word), name, whole=True)
        return Browser(self.address, {"carepath": word})

    async def patient(
        self, id: str, family: str = "Rivera", given: str = "Ana", zone: str = "America/New_York"
    ) -> str:
        await self.owner.execute(
            "insert into patient (id, zone, status) values ($1, $2, 'active') on conflict do nothing",
            id,
            zone,
        )
        await self.owner.execute(
            "insert into person (patient, family, given, born_first, born_last) values ($1, $2, $3, $4, $4)",
            id,
            family,
            [given],
            datetime(1971, 5, 4, tzinfo=UTC).date(),
        )
        return id

    async def log(self) -> list[asyncpg.Record]:
        return await self.pool.fetch("select * from audit_log order by number")


@pytest.fixture
async def desk(database_url: str, pool: asyncpg.Pool, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    async with await connect(database_url, "carepath_console") as own:
        made = tools(own, lambda patient: Door(request.getfixturevalue("client"), patient))
        async with served(console(made), 0) as address:
            yield Desk(address, database_url, own, pool, made)


@pytest.fixture
async def working(client: Client, desk: Desk) -> AsyncIterator[AtWork]:
    """Workers that carry patients of this test's database."""
    async with at_work(client, desk.owner) as found:
        yield found


def tools(
    pool: asyncpg.Pool, door: Callable[[str], Door], now: Callable[[], datetime] = lambda: NOW
) -> Tools:
    def conference() -> ConferenceDoor:
        raise AssertionError("no conference in this test")

    return Tools(
        pool=pool,
        door=door,
        conference=conference,
        now=now,
        passwords=QUICK,
        second=SecondFactor(SECRET),
        pages=written(CLINIC),
        feed=Feed(pool),
    )
