"""Telling a patient's journey what was done on a page, and asking a person for what a page cannot do."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from database.links import Link, times_locked
from database.news import mark_told, untold, waiting_for_long, write_news
from database.pool import Connection
from engine.events import StepAdded
from engine.language import task
from engine.spans import Span, clinic_days
from pathways.roles import COORDINATOR
from web.patient.world import World
from workflows.door import Refused

_log = logging.getLogger("carepath.pages")
AWAY = (OSError, TimeoutError, RPCError, WorkflowUpdateRPCTimeoutOrCancelledError)
LOOK_EVERY = 5.0
"""Seconds between two looks for what could not be told."""


async def tell(world: World, patient: str) -> bool:
    """Whether all that was written is heard now. What is not, is told later: nobody who filled in a form waits for it."""
    async with world.pool.acquire() as connection:
        waiting = await untold(connection, patient)
    for news in waiting:
        why = None
        try:
            async with asyncio.timeout(world.patience):
                await world.doors.tell(patient, news.journey, news.event)
        except Refused as refused:
            why = str(refused)
            _log.warning(
                "a journey would not hear what was done on a page", extra={"news": news.id, "why": why}
            )
        except AWAY:
            _log.warning("a patient's workflow is away: it is told later", extra={"news": news.id})
            return False
        async with world.pool.acquire() as connection:
            await mark_told(connection, news, world.now(patient), why)
    return True


async def tell_what_waits(world: World) -> None:
    """Until it is cancelled: what could not be told is told as soon as somebody hears it."""
    while True:
        with suppress(OSError):
            async with world.pool.acquire() as connection:
                late = world.now(None) - timedelta(seconds=LOOK_EVERY)
                patients = await waiting_for_long(connection, late)
            for patient in patients:
                await tell(world, patient)
        await asyncio.sleep(LOOK_EVERY)


async def ask_a_person(
    connection: Connection, patient: str, journey: str, name: str, at: datetime, within: Span | None = None
) -> None:
    """A call by the coordinator, with a deadline: asked for twice under one name, it is there once."""
    call = task(name, COORDINATOR, within=within or clinic_days(1), contact=True)
    await write_news(
        connection, patient, journey, StepAdded(id=f"page:{name}", at=at, added=call, reason="patients_page")
    )


async def journey_of(connection: Connection, patient: str) -> str | None:
    """The one that is under way; else the latest."""
    found: str | None = await connection.fetchval(
        "select id from journey where patient = $1 order by (status = 'active') desc, id desc limit 1",
        patient,
    )
    return found


async def tell_of_lock(world: World, link: Link, at: datetime) -> None:
    async with world.pool.acquire() as connection:
        number = await times_locked(connection, link.patient)
    await _call(world, link, f"open_the_pages_again_{number}", at)


async def tell_of_no_birth_date(world: World, link: Link, at: datetime) -> None:
    """Without it nobody gets in: a person asks for it."""
    await _call(world, link, "ask_for_the_date_of_birth", at)


async def _call(world: World, link: Link, name: str, at: datetime) -> None:
    async with world.pool.acquire() as connection:
        journey = link.journey or await journey_of(connection, link.patient)
        if journey is None:
            return
        await ask_a_person(connection, link.patient, journey, name, at)
    await tell(world, link.patient)
