"""Catches what our door missed: every five minutes the provider's own list of texts to us is read, since the last time."""

from dataclasses import dataclass

import asyncpg

from activities.gateways.twilio_sms import TwilioSms
from database.inbound import Inbound, keep
from database.polling import poll_from, polled

LOOK_EVERY = 30.0
"""Seconds until it is looked whether the five minutes are over."""


@dataclass(frozen=True, slots=True)
class Catching:
    """A provider that cannot be asked is asked again: nothing is noted as read before its texts are kept."""

    pool: asyncpg.Pool
    gateway: TwilioSms
    number: str

    async def catch_up(self) -> bool:
        """Always False: what was found waits to be heard, and there is nothing more to find at once."""
        async with self.pool.acquire() as connection, connection.transaction():
            span = await poll_from(connection, self.number)
            if span is None:
                return False
            since, now = span
            for one in await self.gateway.received(self.number, since):
                text = Inbound(id=one.id, sender=one.sender, receiver=one.to, words=one.words, at=one.at)
                await keep(connection, text)
            await polled(connection, self.number, now)
        return False
