"""What became of the texts that the provider took: asked for where nobody told us, and told on where one did not arrive."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from temporalio.service import RPCError, RPCStatusCode

from activities.gateways.gateway import CannotTell
from activities.gateways.twilio_errors import undelivered
from activities.gateways.twilio_sms import TwilioSms
from database.addresses import cannot_be_written_to
from database.delivery import Undelivered, not_arrived, note_delivery, settle, unheard_of
from engine.events import Event, PromptFailed

_log = logging.getLogger("carepath.delivering")
AT_ONCE = 20
"""So many texts are asked about in one look: the provider has better things to do."""
LOOK_EVERY, ASK_EVERY = 2.0, 60.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """`tell` takes patient, journey and event, and answers with the journey's refusal."""

    pool: asyncpg.Pool
    gateway: TwilioSms
    tell: Callable[[str, str, Event], Awaitable[str | None]]

    async def tell_next(self) -> bool:
        """Whether there was a text that did not arrive. Its row is held: one worker tells it, and again if that one dies."""
        async with self.pool.acquire() as connection, connection.transaction():
            found = await not_arrived(connection)
            if found is None:
                return False
            at: datetime = await connection.fetchval("select clock_timestamp()")
            means, _ = undelivered(found.error)
            if means == "number_is_bad":
                await cannot_be_written_to(connection, found.patient, found.address, at)
            if means == "our_fault":
                _log.error("the carriers do not take our texts: error %s", found.error)
            await self._tell(found, at)
            await settle(connection, found.ref, at)
        return True

    async def ask_next(self) -> bool:
        """Whether there were texts that the provider should have told about by now."""
        async with self.pool.acquire() as connection:
            at: datetime = await connection.fetchval("select clock_timestamp()")
            ids = await unheard_of(connection, at, AT_ONCE)
        for id in ids:
            try:
                found = await self.gateway.delivery(id)
            except CannotTell:
                continue  # it is asked again in a while
            async with self.pool.acquire() as connection:
                await note_delivery(connection, id, found.state, found.error, at)
        return len(ids) == AT_ONCE

    async def _tell(self, found: Undelivered, at: datetime) -> None:
        """The same event id whenever it is told: the journey hears it once. It may not need it any more, and says so."""
        for journey, step, occurrence in found.about:
            event = PromptFailed(
                id=f"undelivered:{found.key}:{step}", at=at, step=step, occurrence=occurrence
            )
            try:
                await self.tell(found.patient, journey, event)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
