"""What arrived on patients' phones, for the page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from database.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    patient: str
    zone: str
    language: str
    texts: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`listener` is who holds the phone: the patient, or a caregiver."""

    at: datetime
    listener: str
    channel: str
    words: str


async def arrive(
    connection: Connection,
    journey: str,
    key: str,
    patient: str,
    listener: str,
    *,
    channel: str,
    at: datetime,
    words: str,
) -> None:
    """Once: whoever delivers it again changes nothing."""
    await connection.execute(
        "insert into mailbox (journey, key, patient, listener, channel, at, words)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        journey,
        key,
        patient,
        listener,
        channel,
        at,
        words,
    )


async def phones(reader: asyncpg.Pool, first: int) -> Sequence[Phone]:
    """Those to which something was sent, the latest first."""
    rows = await reader.fetch(
        "select patient.id as patient, zone, language, count(*) as texts, max(at) as last_at"
        " from mailbox join patient on patient.id = mailbox.patient"
        " group by patient.id order by last_at desc, patient.id limit $1",
        first,
    )
    return [Phone(**row) for row in rows]


async def phone_of(reader: asyncpg.Pool, patient: str) -> Phone | None:
    row = await reader.fetchrow(
        "select patient.id as patient, zone, language, count(*) as texts, max(at) as last_at"
        " from mailbox join patient on patient.id = mailbox.patient where patient.id = $1 group by patient.id",
        patient,
    )
    return None if row is None else Phone(**row)


async def texts_of(reader: asyncpg.Pool, patient: str, last: int) -> Sequence[Text]:
    """Oldest first."""
    rows = await reader.fetch(
        "select at, listener, channel, words from"
        " (select id, at, listener, channel, words from mailbox where patient = $1 order by at desc, id desc limit $2)"
        " as latest order by at, id",
        patient,
        last,
    )
    return [Text(**row) for row in rows]
