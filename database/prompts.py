"""Prompts to patients and words to the team: written down as wanted before anything is sent."""

from dataclasses import dataclass
from datetime import datetime

from database.pool import Connection
from engine.care import Prompt
from engine.commands import SendMessage
from engine.words import Urgency

BY_URGENCY: tuple[Urgency, ...] = ("safety", "alert", "reply", "visit", "routine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A prompt that is still to be sent."""

    patient: str
    listener: str
    templates: tuple[str, ...]
    steps: tuple[str, ...]
    about: tuple[str | None, ...]
    at: datetime
    zone: str
    expires_at: datetime | None
    language: str


async def want_prompt(connection: Connection, patient: str, prompt: Prompt) -> None:
    expiries = [message.expires_at for message in prompt.messages if message.expires_at is not None]
    urgencies = [message.urgency for message in prompt.messages]
    await connection.execute(
        """
        insert into prompt
          (journey, key, patient, listener, at, templates, steps, about, urgency, other_channel, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        prompt.key.journey,
        str(prompt.key),
        patient,
        prompt.to,
        prompt.at,
        [message.template for message in prompt.messages],
        [message.key.step for message in prompt.messages],
        [message.about for message in prompt.messages],
        min(urgencies, key=BY_URGENCY.index),
        any(message.other_channel for message in prompt.messages),
        # Merged words stand as long as the last of them is of use.
        max(expiries) if len(expiries) == len(prompt.messages) else None,
    )


async def wanted(connection: Connection, journey: str, key: str) -> Wanted | None:
    """None if it was sent already, failed, or is of no use any more. Its row is held until the transaction ends."""
    row = await connection.fetchrow(
        """
        select prompt.*, patient.language, patient.zone from prompt join patient on patient.id = prompt.patient
        where prompt.journey = $1 and prompt.key = $2 and prompt.state = 'wanted'
        for update of prompt
        """,
        journey,
        key,
    )
    if row is None:
        return None
    return Wanted(
        patient=row["patient"],
        listener=row["listener"],
        templates=tuple(row["templates"]),
        steps=tuple(row["steps"]),
        about=tuple(row["about"] or [None] * len(row["steps"])),
        at=row["at"],
        zone=row["zone"],
        expires_at=row["expires_at"],
        language=row["language"],
    )


async def put_in_mailbox(
    connection: Connection, journey: str, key: str, wanted: Wanted, channel: str, words: str, at: datetime
) -> None:
    """The text arrives and is marked as sent at once: both, or neither."""
    await connection.execute(
        """
        insert into mailbox (journey, key, patient, listener, channel, at, words)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        journey,
        key,
        wanted.patient,
        wanted.listener,
        channel,
        at,
        words,
    )
    await connection.execute(
        "update prompt set state = 'sent', channel = $3, ended_at = $4 where journey = $1 and key = $2",
        journey,
        key,
        channel,
        at,
    )


async def message_team(connection: Connection, patient: str, at: datetime, message: SendMessage) -> None:
    await connection.execute(
        """
        insert into team_message (journey, key, patient, role, template, at, urgency)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        message.key.journey,
        str(message.key),
        patient,
        message.to,
        message.template,
        at,
        message.urgency,
    )


async def expire(connection: Connection, journey: str, key: str, at: datetime) -> None:
    await connection.execute(
        "update prompt set state = 'expired', ended_at = $3 where journey = $1 and key = $2", journey, key, at
    )


async def fail(connection: Connection, journey: str, key: str, at: datetime) -> None:
    """It will never be sent: the journey hears of it, and a person takes over."""
    await connection.execute(
        "update prompt set state = 'failed', ended_at = $3 where journey = $1 and key = $2 and state = 'wanted'",
        journey,
        key,
        at,
    )
