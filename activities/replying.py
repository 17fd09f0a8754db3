"""Says straight back to a number what no journey says: to a stranger, to whoever shares a phone, to a plain-worded stop."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from activities.gateways.gateway import CannotTell, Gateway, Letter, Misconfigured, Sent, TryAgain, Unsure
from database.number_replies import NumberReply, end_reply, next_reply, surely_not_taken
from templates.alphabet import for_a_text
from templates.catalogue import Template
from templates.merging import render

_log = logging.getLogger("carepath.replying")
MOST_TRIES = 5
"""An answer that is an hour late helps nobody: a person reads the text anyway."""
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Replying:
    """`fields` are the values that every text may name: the clinic and its numbers."""

    pool: asyncpg.Pool
    gateway: Gateway
    templates: Mapping[str, Template]
    fields: Mapping[str, str]

    async def say_next(self) -> bool:
        """Whether there was something to say."""
        async with self.pool.acquire() as connection:
            found = await next_reply(connection)
        if found is None:
            return False
        state = await self._said(found)
        async with self.pool.acquire() as connection:
            if state is not None:
                await end_reply(connection, found.id, state)
        if state == "failed":
            _log.warning("%s could not be said", found.id)
        return True

    async def _said(self, reply: NumberReply) -> str | None:
        """None while it may be tried again."""
        words = self._words(reply)
        to = f"{reply.patient}/{reply.listener}" if self.gateway.way == "mailbox" else reply.number
        if words is None or (self.gateway.way == "mailbox" and reply.patient is None):
            return "failed"
        letter = Letter(
            ref=f"reply:{reply.id}",
            number=reply.tries,
            to=to,
            words=words,
            at=reply.at,
            language=reply.language,
            prompt=("reply", reply.id),
        )
        if reply.doubtful_since is not None and await self._was_taken(letter, reply.doubtful_since):
            return "sent"
        match await self.gateway.post(letter):
            case Sent():
                return "sent"
            case TryAgain() | Misconfigured() | Unsure() if reply.tries >= MOST_TRIES:
                return "failed"
            case TryAgain() | Misconfigured():
                async with self.pool.acquire() as connection:
                    await surely_not_taken(connection, reply)
                return None
            case Unsure():
                return None
            case _:
                return "failed"

    async def _was_taken(self, letter: Letter, since: datetime) -> bool:
        """Nobody knows whether the last try was: the provider's list does. If it cannot be asked, rather once than twice."""
        if not self.gateway.shows_what_it_took:
            return not self.gateway.repeats_are_one
        try:
            return bool(await self.gateway.found(letter, since - CLOCKS_DIFFER))
        except CannotTell:
            return True

    def _words(self, reply: NumberReply) -> str | None:
        template = self.templates.get(reply.template)
        text = None if template is None else template.words("sms", reply.language)
        if text is None and template is not None:
            text = template.words(
                "sms", "en"
            )  # to a number that just wrote to us, some answer is better than none
        if text is None:
            return None
        return render(text, {name: for_a_text(value) for name, value in self.fields.items()})
