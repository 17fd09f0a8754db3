"""The journal: what was written stays as it was written, whoever asks."""

import asyncpg
import pytest

from database.migrate import migrate


async def test_a_migrated_database_has_nothing_left_to_do(database_url: str) -> None:
    assert await migrate(database_url) == ()


@pytest.mark.parametrize(
    "sql",
    ["update journal set reason = 'x'", "delete from journal", "truncate journal cascade"],
)
async def test_nobody_changes_the_journal_not_even_its_owner(database_url: str, sql: str) -> None:
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute("insert into patient (id) values ('p-1')")
        await owner.execute(
            "insert into journal (patient, number, at, kind, what, body)"
            " values ('p-1', 1, now(), 'note', 'note', '{}')"
        )
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await owner.execute(sql)
    finally:
        await owner.close()


async def test_a_worker_has_no_right_to_change_the_journal(pool: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("delete from journal")
