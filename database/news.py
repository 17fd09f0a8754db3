"""What patients and staff did on a page, for the journey to hear: written down with it, and told until it is heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from database.pool import Connection
from engine import wire
from engine.events import Event, TimePassed


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    id: str
    patient: str
    journey: str
    event: Event


async def write_news(connection: Connection, patient: str, journey: str, event: Event) -> None:
    """Under the same event id again: nothing."""
    if isinstance(event, TimePassed):
        raise AssertionError("time passes by itself")
    await connection.execute(
        "insert into page_news (id, journey, patient, kind, body, at) values ($1, $2, $3, $4, $5::jsonb, $6)"
        " on conflict do nothing",
        f"{journey}:{event.id}",
        journey,
        patient,
        wire.name_of(event),
        wire.written(event),
        event.at,
    )


async def untold(connection: Connection, patient: str) -> Sequence[News]:
    """In the order in which it was written."""
    rows = await connection.fetch(
        "select id, patient, journey, kind, body::text as body from page_news"
        " where told_at is null and patient = $1 order by number",
        patient,
    )
    return [
        News(
            id=row["id"],
            patient=row["patient"],
            journey=row["journey"],
            event=wire.event_from(row["kind"], row["body"]),
        )
        for row in rows
    ]


async def waiting_for_long(connection: Connection, before: datetime) -> Sequence[str]:
    """Patients whose news of before then nobody has heard yet."""
    rows = await connection.fetch(
        "select distinct patient from page_news where told_at is null and at < $1 order by patient limit 100",
        before,
    )
    return [row["patient"] for row in rows]


async def mark_told(connection: Connection, news: News, at: datetime, refused: str | None = None) -> None:
    await connection.execute(
        "update page_news set told_at = $2, refused = $3 where id = $1", news.id, at, refused
    )


async def refused(connection: Connection, patient: str, id: str) -> str | None:
    """Why the journey would not hear it; None if it did, or has yet to."""
    found: str | None = await connection.fetchval(
        "select refused from page_news where id = $1 and patient = $2", id, patient
    )
    return found
