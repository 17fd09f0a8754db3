"""What is told of one patient on their page: the journal, texts, visits, scores, and what staff wrote down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

import asyncpg

About = Literal["all", "events", "texts", "tasks", "forms", "visits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    number: int
    at: datetime
    journey: str | None
    kind: str
    what: str
    step: str | None
    body: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`words` is None where nothing has left yet, `arrived` what the provider said last."""

    at: datetime
    listener: str
    templates: tuple[str, ...]
    state: str
    channel: str | None
    why: str | None
    words: str | None
    arrived: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    at: datetime
    words: str
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    id: str
    journey: str
    step: str
    occurrence: int
    number: int
    clinician: str | None
    mode: str
    minutes: int
    starts_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`value` is None where the form could not be scored: never a zero."""

    instrument: str
    at: datetime
    value: Decimal | None
    band: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNote:
    at: datetime
    account: str
    kind: str
    words: str


async def timeline(
    pool: asyncpg.Pool, patient: str, about: About, before: int | None, at_most: int
) -> Sequence[Line]:
    """Newest first, from just before the line of that number."""
    rows = await pool.fetch(
        "select number, at, journey, kind, what, step, body::text as body, reason from journal where patient = $1"  # noqa: S608  (our own words)
        f" and number < coalesce($2, 9223372036854775807) and {_ABOUT[about]} order by number desc limit $3",
        patient,
        before,
        at_most,
    )
    return [Line(**row) for row in rows]


async def texts(pool: asyncpg.Pool, patient: str, at_most: int) -> tuple[Sequence[Sent], Sequence[Heard]]:
    sent = await pool.fetch(_SENT, patient, at_most)
    heard = await pool.fetch(
        "select received_at as at, words, intents from inbound where patients @> array[$1]"
        " order by received_at desc limit $2",
        patient,
        at_most,
    )
    return (
        [Sent(**{**row, "templates": tuple(row["templates"])}) for row in sent],
        [Heard(**{**row, "intents": tuple(row["intents"])}) for row in heard],
    )


async def visits(pool: asyncpg.Pool, patient: str, at_most: int) -> Sequence[Visit]:
    """The latest first."""
    rows = await pool.fetch(
        "select appointment.id, appointment.journey, step, occurrence, number, clinician, mode,"
        " appointment.minutes, starts_at, appointment.state from appointment join visit_search using (journey, key)"
        " where appointment.patient = $1 order by starts_at desc, appointment.id limit $2",
        patient,
        at_most,
    )
    return [Visit(**row) for row in rows]


async def points(pool: asyncpg.Pool, patient: str) -> Sequence[Point]:
    rows = await pool.fetch(
        "select instrument, at, value, band from score where patient = $1 order by instrument, at, number",
        patient,
    )
    return [Point(**row) for row in rows]


async def staff_notes(pool: asyncpg.Pool, patient: str, at_most: int) -> Sequence[StaffNote]:
    rows = await pool.fetch(
        "select at, account, kind, words from staff_note where patient = $1 order by at desc, id limit $2",
        patient,
        at_most,
    )
    return [StaffNote(**row) for row in rows]


async def write_note(
    pool: asyncpg.Pool, id: str, patient: str, account: str, kind: str, words: str, at: datetime
) -> None:
    await pool.execute(
        "insert into staff_note (id, patient, account, kind, words, at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict do nothing",
        id,
        patient,
        account,
        kind,
        words,
        at,
    )


_ABOUT: dict[About, str] = {
    "all": "true",
    "events": "kind = 'event'",
    "texts": "kind in ('prompt', 'silenced')",
    "tasks": "what in ('OpenTask', 'CloseTask', 'TellRoles', 'TaskAccepted', 'TaskDone', 'MoveDue', 'StopCalling')",
    "forms": "what in ('RequestQuestionnaire', 'CloseRequest', 'Answered', 'StepDeclined')",
    "visits": "what in ('ScheduleVisit', 'CancelVisit') or what like 'Visit%'",
}
_ABOUT["visits"] = f"({_ABOUT['visits']})"
_SENT = """
select prompt.at, prompt.listener, templates, prompt.state, coalesce(prompt.channel, posting.way) as channel, why,
  coalesce(mailbox.words, posting.words) as words, posting.delivery as arrived
from prompt left join mailbox using (journey, key)
  left join lateral (select way, words, delivery from posting
    where posting.journey = prompt.journey and posting.key = prompt.key order by opened_at desc limit 1) as posting on true
where prompt.patient = $1 order by prompt.at desc, prompt.journey, prompt.key limit $2
"""
