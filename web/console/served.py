"""What the console needs to run beside the servers of the patients, put together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from temporalio.client import Client

from database.pool import connect
from pathways.clinic import CLINIC
from web.console.app import console
from web.console.asked import Tools
from web.console.feed import Feed
from web.console.passwords import Passwords, SecondFactor
from web.console.written import written
from workflows.conference_door import ConferenceDoor
from workflows.door import Door


@asynccontextmanager
async def console_of(
    database_url: str,
    client: Client,
    secret: bytes,
    now: Callable[[], datetime],
    *,
    https: bool = False,
) -> AsyncIterator[FastAPI]:
    """`now` is the clinic's time; `https` where a proxy in front speaks it to the browsers."""
    async with await connect(database_url, "carepath_console", at_most=10) as pool:
        yield console(
            Tools(
                pool=pool,
                door=lambda patient: Door(client, patient),
                conference=lambda: ConferenceDoor(client),
                now=now,
                passwords=Passwords(),
                second=SecondFactor(secret),
                pages=written(CLINIC),
                feed=Feed(pool),
                https=https,
            )
        )
