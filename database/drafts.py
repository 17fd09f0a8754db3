"""Forms while they are filled in: every answer is kept as it comes, and none is lost to another."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

import asyncpg

from database.pool import Connection
from engine.scores import Value

Mode = Literal["web", "text", "phone", "paper", "device"]
Answers = Mapping[str, Mapping[str, Value]]
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKey:
    """One form as it was asked for, once."""

    journey: str
    step: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.step}#{self.occurrence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    answers: Answers = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form that somebody is or was asked for."""

    key: FormKey
    patient: str
    instruments: tuple[str, ...]
    asked_of: str
    due_at: datetime
    state: Literal["open", "answered", "closed"]


async def asked_for(connection: Connection, key: FormKey) -> Asked | None:
    row = await connection.fetchrow(
        "select * from questionnaire_request where journey = $1 and step = $2 and occurrence = $3"
        " order by opened_at desc limit 1",
        key.journey,
        key.step,
        key.occurrence,
    )
    return None if row is None else _asked(row)


async def latest_asked(connection: Connection, patient: str, step: str) -> Asked | None:
    """What was asked for last at this step, open or not."""
    row = await connection.fetchrow(
        "select * from questionnaire_request where patient = $1 and step = $2"
        " order by opened_at desc, occurrence desc limit 1",
        patient,
        step,
    )
    return None if row is None else _asked(row)


async def open_forms(connection: Connection, patient: str, asked_of: str = "patient") -> Sequence[Asked]:
    rows = await connection.fetch(
        "select * from questionnaire_request where patient = $1 and asked_of = $2 and state = 'open'"
        " order by due_at, step",
        patient,
        asked_of,
    )
    return [_asked(row) for row in rows]


def _asked(row: asyncpg.Record) -> Asked:
    return Asked(
        key=FormKey(journey=row["journey"], step=row["step"], occurrence=row["occurrence"]),
        patient=row["patient"],
        instruments=tuple(row["instruments"]),
        asked_of=row["asked_of"],
        due_at=row["due_at"],
        state=row["state"],
    )


async def asked_at(connection: Connection, journey: str, step: str) -> tuple[str, ...]:
    """The questionnaires that are open for the patient at this step."""
    found = await connection.fetchval(
        "select instruments from questionnaire_request where journey = $1 and step = $2 and state = 'open'"
        " and asked_of = 'patient' order by opened_at desc limit 1",
        journey,
        step,
    )
    return tuple(found or ())


async def draft_of(connection: Connection, key: FormKey) -> Draft:
    row = await connection.fetchrow(_DRAFT, key.journey, key.step, key.occurrence)
    return Draft() if row is None else _draft(row)


async def own_words(connection: Connection, patient: str, instrument: str) -> Mapping[str, str]:
    """What the patient wrote the last time that they filled in this questionnaire, such as their own activities."""
    found = await connection.fetchval(
        "select words -> $2 from form_draft where patient = $1 and words ? $2 and sent_at is not null"
        " order by sent_at desc limit 1",
        patient,
        instrument,
    )
    return {} if found is None else dict(json.loads(found))


async def keep(
    connection: Connection,
    asked: Asked,
    answers: Answers,
    words: Words,
    at: datetime,
    mode: Mode = "web",
) -> Draft:
    """Takes the row, so that two devices come one after the other: of one question the later answer counts, and no
    answer to another question is lost. An answer of None takes an answer back."""
    key = asked.key
    await connection.execute(
        "insert into form_draft (journey, step, occurrence, patient, mode, began_at, saved_at)"
        " values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing",
        key.journey,
        key.step,
        key.occurrence,
        asked.patient,
        mode,
        at,
    )
    row = await connection.fetchrow(_DRAFT + " for update", key.journey, key.step, key.occurrence)
    if row is None:
        raise AssertionError("it was written a line above")
    before = _draft(row)
    kept = Draft(
        answers={
            name: {**before.answers.get(name, {}), **answers.get(name, {})} for name in asked.instruments
        },
        words={name: {**before.words.get(name, {}), **words.get(name, {})} for name in asked.instruments},
        sent_at=before.sent_at,
    )
    await connection.execute(
        "update form_draft set answers = $4::jsonb, words = $5::jsonb, saved_at = $6, mode = $7"
        " where journey = $1 and step = $2 and occurrence = $3",
        key.journey,
        key.step,
        key.occurrence,
        json.dumps(kept.answers),
        json.dumps(kept.words),
        at,
        mode,
    )
    return kept


_DRAFT = "select answers, words, sent_at from form_draft where journey = $1 and step = $2 and occurrence = $3"


def _draft(row: asyncpg.Record) -> Draft:
    return Draft(answers=json.loads(row["answers"]), words=json.loads(row["words"]), sent_at=row["sent_at"])


async def mark_sent(connection: Connection, key: FormKey, at: datetime) -> None:
    await connection.execute(
        "update form_draft set sent_at = $4 where journey = $1 and step = $2 and occurrence = $3"
        " and sent_at is null",
        key.journey,
        key.step,
        key.occurrence,
        at,
    )


def print_of(answers: Answers) -> str:
    """The same answers have the same one, in whatever order they came."""
    return sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]
