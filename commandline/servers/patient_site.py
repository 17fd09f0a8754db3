"""The patients' pages beside the servers: served as long as they run, and told again what nobody could hear."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import APIRouter

from commandline.own_forms import askable
from database.pool import connect
from pathways.clinic import CLINIC, TEXT_FIELDS
from web.patient.part import add_patient_pages
from web.patient.people import tell_what_waits
from web.patient.world import Doors, World
from web.serving import HERE, served
from web.site import site

PORT = 8030


@asynccontextmanager
async def patient_site(
    database_url: str,
    doors: Doors,
    now: Callable[[str | None], datetime],
    link: str,
    port: int,
    *,
    parts: Iterable[APIRouter] = (),
    names: Iterable[str] = (),
) -> AsyncIterator[str]:
    """Yields where they are. `link` is how texts name them: by its host they are reached, and by https if it says so.
    `parts` are served beside them, and reached by the hosts of these `names` too."""
    async with await connect(database_url, "carepath_pages", at_most=8) as pool:
        world = World(
            pool=pool,
            doors=doors,
            now=now,
            askable=askable,
            clinic=TEXT_FIELDS,
            zone=CLINIC.zone,
            secure=link.startswith("https:"),
        )
        app = site(parts)
        add_patient_pages(app, world)
        hosts = dict.fromkeys((*HERE, *(urlsplit(name).hostname or HERE[0] for name in (link, *names))))
        async with served(app, port, tuple(hosts)) as address:
            telling = asyncio.create_task(tell_what_waits(world))
            try:
                yield address
            finally:
                telling.cancel()
                with suppress(asyncio.CancelledError):
                    await telling
