"""Brings a database to the present schema: each numbered file once, in order, whole or not at all."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import asyncpg

MIGRATIONS = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_[a-z_]+\.sql")
_ONE_AT_A_TIME = 7_201_042
"""The advisory lock under which a database is migrated."""


class Altered(Exception):
    """A migration that was applied reads differently now, or is gone. They are never edited: write another one."""


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    found = [(match, file) for file in folder.glob("*.sql") if (match := _NAME.fullmatch(file.name))]
    return tuple(
        sorted(
            (Migration(int(match[1]), file.stem, file.read_text(encoding="utf-8")) for match, file in found),
            key=lambda migration: migration.number,
        )
    )


async def migrate(url: str, folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """The migrations that were applied now. Two that migrate at once do it one after the other."""
    connection: asyncpg.Connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
            await connection.execute(
                "create table if not exists schema_migration"
                " (number int primary key, name text not null, digest text not null,"
                "  applied_at timestamptz not null default now())"
            )
            return await _apply(connection, migrations(folder))
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection, known: tuple[Migration, ...]) -> tuple[Migration, ...]:
    rows = await connection.fetch("select number, name, digest from schema_migration order by number")
    by_number = {migration.number: migration for migration in known}
    for row in rows:
        migration = by_number.get(row["number"])
        if migration is None or migration.digest != row["digest"]:
            raise Altered(f"migration {row['name']} is not what was applied to this database")
    new = tuple(migration for migration in known if migration.number not in {row["number"] for row in rows})
    for migration in new:
        await connection.execute(migration.sql)
        await connection.execute(
            "insert into schema_migration (number, name, digest) values ($1, $2, $3)",
            migration.number,
            migration.name,
            migration.digest,
        )
    return new
