"""The whole of carepath on this machine: Postgres, Temporal and a worker, started together and ended together."""

import base64
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from commandline.loading import ROOT
from database.migrate import migrate
from database.pathways import keep_pathway
from database.pool import connect
from engine.publication import Published
from engine.words import Pathway
from stack.postgres import Postgres, run_postgres
from stack.processes import Process, start, until
from stack.temporal import Temporal, run_temporal
from workflows.known import learn

DATABASE = "carepath"
WORKER_PATIENCE = 60.0


@dataclass(kw_only=True)
class Stack:
    """`start_worker` may be called again after the worker was ended; the servers keep their ports.

    `settings` are more of the worker's own (settings.py).
    """

    folder: Path
    secret: bytes
    postgres: Postgres
    temporal: Temporal
    build: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    worker: Process | None = field(default=None)

    @property
    def database_url(self) -> str:
        return self.postgres.url(DATABASE)

    async def start_worker(self) -> Process:
        log = self.folder / "worker.log"
        before = log.stat().st_size if log.exists() else 0
        environment = {
            "DATABASE_URL": self.database_url,
            "CAREPATH_SECRET": base64.b64encode(self.secret).decode(),
            "TEMPORAL_ADDRESS": self.temporal.address,
            "CAREPATH_BUILD": self.build,
            "PYTHONPATH": str(ROOT),
            **self.settings,
        }
        self.worker = start("worker", [sys.executable, "-m", "worker"], log, environment=environment)

        async def is_ready() -> bool:
            return b'"ready"' in log.read_bytes()[before:]

        await until(is_ready, self.worker, WORKER_PATIENCE)
        return self.worker

    async def restart_postgres(self) -> Process:
        """On the same port, where it is still free."""
        self.postgres = await run_postgres(self.folder / "postgres")
        return self.postgres.process

    async def restart_temporal(self) -> Process:
        """On the same ports, where they are still free."""
        before = self.temporal
        self.temporal = await run_temporal(self.folder / "temporal", port=before.port, ui_port=before.ui_port)
        return self.temporal.process

    async def stop(self) -> None:
        """In the order in which they need each other."""
        if self.worker is not None:
            await self.worker.stop()
        await self.temporal.stop()
        await self.postgres.stop()


@asynccontextmanager
async def running(
    folder: Path,
    secret: bytes,
    pathways: Sequence[tuple[Pathway, Published | None]],
    *,
    port: int | None = None,
    ui_port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Stack]:
    """`pathways` each as it was published, None for a draft: journeys may begin on them.

    The ports are Temporal's and those of its pages: others are taken if they are in use, and any unless given.
    """
    postgres = await run_postgres(folder / "postgres")
    try:
        await _database(postgres)
        await prepared(postgres.url(DATABASE), pathways)
        temporal = await run_temporal(folder / "temporal", port=port, ui_port=ui_port)
    except BaseException:
        await postgres.stop()
        raise
    stack = Stack(folder=folder, secret=secret, postgres=postgres, temporal=temporal, settings=settings or {})
    try:
        await stack.start_worker()
        yield stack
    finally:
        await stack.stop()


async def prepared(url: str, pathways: Sequence[tuple[Pathway, Published | None]]) -> None:
    """The database gets the present schema, and journeys may begin on these pathways. Again: nothing more."""
    await migrate(url)
    async with await connect(url) as pool, pool.acquire() as connection:
        for pathway, published in pathways:
            _, _, fingerprint = learn(pathway).partition("@")
            await keep_pathway(connection, pathway.name, fingerprint, pathway, published)


async def _database(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url())
    try:
        if not await connection.fetchval("select true from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()
