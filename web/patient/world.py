"""What the patients' pages stand on: the record, the door to each patient, what may be asked, the time, the clinic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import asyncpg
from temporalio.client import Client

from database.pool import Connection
from engine.events import Event
from engine.index import index_of
from engine.words import Pathway
from templates.asking import Askable
from workflows.door import Door


class Doors(Protocol):
    """How a patient's workflow is told: raises Refused if the news cannot be true, and what RPC raises if it is away."""

    async def tell(self, patient: str, journey: str, event: Event) -> None: ...

    async def change_language(self, patient: str, language: str) -> None: ...


class RealDoors:
    def __init__(self, client: Client) -> None:
        self.client = client

    async def tell(self, patient: str, journey: str, event: Event) -> None:
        await Door(self.client, patient).tell(journey, event)

    async def change_language(self, patient: str, language: str) -> None:
        await Door(self.client, patient).change_language(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`now` is the time of one patient, or of nobody in particular. `clinic` holds its name and numbers.

    `secure`: the pages are reached by https, so that a cookie never travels otherwise. `token_key` is of a secret.
    """

    pool: asyncpg.Pool
    doors: Doors
    now: Callable[[str | None], datetime]
    askable: Callable[[], Askable]
    clinic: Mapping[str, str]
    zone: str
    secure: bool
    patience: float = 20.0
    pathways: "Pathways" = field(default_factory=lambda: Pathways())


class Pathways:
    """The wordings that journeys are on, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Pathway] = {}

    async def of(self, connection: Connection, journey: str) -> Pathway:
        row = await connection.fetchrow("select pathway, fingerprint from journey where id = $1", journey)
        if row is None:
            raise LookupError(f"there is no journey {journey}")
        name, fingerprint = row["pathway"], row["fingerprint"]
        if (name, fingerprint) not in self._known:
            body = await connection.fetchval(
                "select body::text from pathway_version where name = $1 and fingerprint = $2",
                name,
                fingerprint,
            )
            self._known[name, fingerprint] = Pathway.model_validate_json(body)
        return self._known[name, fingerprint]

    async def watched(self, connection: Connection, journey: str) -> Mapping[str, tuple[str, ...]]:
        """The items that some rule of the journey's pathway reads raw, by instrument."""
        return index_of(await self.of(connection, journey)).watched
