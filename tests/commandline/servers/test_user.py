"""Who may sign in to the console, said at a prompt: given, changed, taken away, and every slip told in words."""

import base64
from collections.abc import Mapping

import asyncpg
import pytest

from tests.support.prompt import type_in
from web.console.passwords import Passwords


@pytest.fixture
def here(database_url: str) -> Mapping[str, str]:
    return {"DATABASE_URL": database_url, "CAREPATH_SECRET": base64.b64encode(b"s" * 32).decode()}


async def test_an_account_is_given_with_a_password_that_is_shown_once(
    here: Mapping[str, str], pool: asyncpg.Pool, database_url: str
) -> None:
    added = await type_in("user", "add", "maria", "--role", "coordinator", "--role", "ops", environment=here)
    listed = await type_in("user", "list", environment=here)
    connection = await asyncpg.connect(database_url)
    hashed = await connection.fetchval("select password from account where name = 'maria'")
    await connection.close()
    password = added.out.strip().rpartition(" ")[2]

    assert added.out.startswith("maria may sign in as coordinator, ops. Password for the first time: ")
    assert await Passwords().fits(password, hashed)
    assert password not in hashed
    assert listed.out.split() == ["maria", "coordinator,", "ops;", "has", "not", "signed", "in", "yet"]


async def test_an_account_is_changed_and_taken_away(here: Mapping[str, str], pool: asyncpg.Pool) -> None:
    await type_in("user", "add", "maria", "--role", "coordinator", environment=here)

    roles = await type_in("user", "roles", "maria", "--role", "physician", environment=here)
    reset = await type_in("user", "reset", "maria", environment=here)
    off = await type_in("user", "disable", "maria", environment=here)
    listed = await type_in("user", "list", environment=here)

    assert roles.out == "maria works as physician from now on.\n"
    assert reset.out.startswith("maria's password for the next time: ")
    assert off.out == "maria is signed out everywhere and cannot sign in.\n"
    assert "physician; disabled" in listed.out


async def test_a_slip_is_told_in_words(here: Mapping[str, str], pool: asyncpg.Pool) -> None:
    await type_in("user", "add", "maria", "--role", "coordinator", environment=here)

    slips = [
        await type_in("user", *typed, environment=here)
        for typed in (
            ("add", "maria", "--role", "coordinator"),
            ("add", "Maria Lopez", "--role", "coordinator"),
            ("add", "sam", "--role", "boss"),
            ("reset", "nobody"),
            ("disable", "nobody"),
        )
    ]

    assert [slip.code for slip in slips] == [2] * 5
    assert "there is an account maria already" in slips[0].err
    assert "is no name for an account" in slips[1].err
    assert "no role of this clinic is named 'boss'" in slips[2].err
    assert "there is no account nobody" in slips[3].err
