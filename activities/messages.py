"""Sends prompts. In this stage to the local mailbox, which plays the patient's phone; each goes out once."""

from collections.abc import Mapping

import asyncpg
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import Order
from database.prompts import expire, put_in_mailbox, wanted
from templates.catalogue import Template
from templates.merging import render


class Messages:
    """`fields` are the values that every text may name: the clinic, its number, its link."""

    def __init__(
        self, pool: asyncpg.Pool, templates: Mapping[str, Template], fields: Mapping[str, str]
    ) -> None:
        self.pool, self.templates, self.fields = pool, templates, fields

    @activity.defn
    async def send_message(self, order: Order) -> None:
        """The row of the prompt is held while it is sent: a second attempt finds it sent, or not sent at all."""
        async with self.pool.acquire() as connection, connection.transaction():
            found = await wanted(connection, order.journey, order.key)
            if found is None:
                return
            if found.expires_at is not None and found.expires_at <= order.at:
                await expire(connection, order.journey, order.key, order.at)
                return
            words = "\n".join(self._words(name, found.language) for name in found.templates)
            await put_in_mailbox(connection, order.journey, order.key, found, words, order.at)

    def _words(self, name: str, language: str) -> str:
        template = self.templates.get(name)
        texts = () if template is None else tuple(text for text in template.texts if text.channel == "sms")
        text = next((one for one in texts if one.language == language), None) or next(iter(texts), None)
        if text is None:
            raise ApplicationError(f"there are no words for {name}", type="NoWords", non_retryable=True)
        return render(text.words, self.fields)
