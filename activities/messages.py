"""Sends prompts. In this stage to the local mailbox, which plays the patient's phone; each goes out once."""

from collections.abc import Mapping

import asyncpg
from jinja2 import UndefinedError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import Order
from database.merge_values import values_of
from database.pool import Connection
from database.prompts import Wanted, expire, put_in_mailbox, wanted
from templates.catalogue import Template
from templates.merging import render


class Messages:
    """`fields` are the values that every text may name: the clinic and its numbers."""

    def __init__(
        self, pool: asyncpg.Pool, templates: Mapping[str, Template], fields: Mapping[str, str], link: str
    ) -> None:
        self.pool, self.templates, self.fields, self.link = pool, templates, fields, link

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
            words = [
                await self._words(connection, order.journey, template, step, found)
                for template, step in zip(found.templates, found.steps, strict=True)
            ]
            await put_in_mailbox(connection, order.journey, order.key, found, "\n".join(words), order.at)

    async def _words(self, connection: Connection, journey: str, name: str, step: str, found: Wanted) -> str:
        template = self.templates.get(name)
        texts = () if template is None else tuple(text for text in template.texts if text.channel == "sms")
        text = next((one for one in texts if one.language == found.language), None) or next(iter(texts), None)
        if text is None:
            raise ApplicationError(f"there are no words for {name}", type="NoWords", non_retryable=True)
        values = {
            **self.fields,
            "link": self.link,
            **await values_of(connection, journey, step, found.at, found.zone),
        }
        try:
            return render(text.words, values)
        except UndefinedError as missing:
            # A gap in a text is worse than no text: a person hears of it instead.
            raise ApplicationError(f"{name}: {missing}", type="MissingField", non_retryable=True) from missing
