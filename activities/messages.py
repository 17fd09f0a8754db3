"""Sends prompts. In this stage to the local mailbox, which plays the patient's phone; each goes out once."""

from collections.abc import Mapping

import asyncpg
from jinja2 import UndefinedError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import Order
from database.merge_values import Subject, values_of
from database.pool import Connection
from database.prompts import expire, fail, put_in_mailbox, wanted
from templates.alphabet import for_a_text
from templates.catalogue import Template, Text
from templates.merging import render


class Unsayable(Exception):
    """There are no words for a prompt, or not all of them: trying again does not help."""

    def __init__(self, kind: str, why: str) -> None:
        self.kind = kind
        super().__init__(why)


class Messages:
    """`fields` are the values that every text may name: the clinic and its numbers."""

    def __init__(
        self, pool: asyncpg.Pool, templates: Mapping[str, Template], fields: Mapping[str, str], link: str
    ) -> None:
        self.pool, self.templates, self.fields, self.link = pool, templates, fields, link

    @activity.defn
    async def send_message(self, order: Order) -> None:
        """The row of the prompt is held while it is sent: a second attempt finds it sent, or not sent at all."""
        async with self.pool.acquire() as connection:
            try:
                async with connection.transaction():
                    await self._send(connection, order)
            except Unsayable as unsayable:
                await fail(connection, order.journey, order.key, order.at)
                raise ApplicationError(str(unsayable), type=unsayable.kind, non_retryable=True) from unsayable

    async def _send(self, connection: Connection, order: Order) -> None:
        found = await wanted(connection, order.journey, order.key)
        if found is None:
            return
        if found.expires_at is not None and found.expires_at <= order.at:
            await expire(connection, order.journey, order.key, order.at)
            return
        said = [
            await self._said(
                connection,
                template,
                Subject(journey=order.journey, step=step, about=about, at=found.at, zone=found.zone),
                found.language,
            )
            for template, step, about in zip(found.templates, found.steps, found.about, strict=True)
        ]
        # What tells of health goes nowhere but behind the patient's own door, and takes what it is merged with along.
        channel = "secure" if any(one.channel == "secure" for one in said) else "sms"
        words = "\n".join(one.words for one in said)
        await put_in_mailbox(connection, order.journey, order.key, found, channel, words, order.at)

    async def _said(self, connection: Connection, name: str, subject: Subject, language: str) -> Text:
        """The text of one message with its values in it, in the patient's language."""
        text = _chosen(self.templates.get(name), language)
        if text is None:
            raise Unsayable("NoWords", f"there are no words for {name} in this patient's language")
        values = {
            **self.fields,
            "link": self.link,
            **await values_of(connection, subject, text.language),
        }
        if text.channel == "sms":
            values = {field: for_a_text(value) for field, value in values.items()}
        try:
            return text.model_copy(update={"words": render(text.words, values)})
        except UndefinedError as missing:
            # A gap in a text is worse than no text: a person hears of it instead.
            raise Unsayable("MissingField", f"{name}: {missing}") from missing


def _chosen(template: Template | None, language: str) -> Text | None:
    """A text message, or else what is read behind the patient's own door. Never in a language they do not read."""
    texts = () if template is None else template.texts
    for channel in ("sms", "secure"):
        for text in texts:
            if (text.channel, text.language) == (channel, language):
                return text
    return None
