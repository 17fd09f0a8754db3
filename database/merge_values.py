"""What a text may name of one patient and one step: the visit it is about, the form it asks for, the call it promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import asyncpg

from database.pool import Connection
from engine.zones import wall
from instruments.catalogue import minutes_of
from templates.dates import TONGUES, Tongue, by_when, day_and_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`about` is the step that the words look ahead to, if it is not their own; `at` is when they were wanted."""

    journey: str
    step: str
    about: str | None
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A visit for a calendar; `ref` tells nobody whose it is, `moved` grows with each time that it is told."""

    ref: str
    starts_at: datetime
    minutes: int
    moved: int


async def visit_ahead(
    connection: Connection, journey: str, steps: Sequence[str], at: datetime
) -> Ahead | None:
    for step in steps:
        row = await connection.fetchrow(_VISIT, journey, step, at)
        if row is not None:
            ref = sha256(row["id"].encode()).hexdigest()[:32]
            return Ahead(
                ref=ref, starts_at=row["starts_at"], minutes=row["minutes"], moved=int(at.timestamp())
            )
    return None


async def values_of(connection: Connection, subject: Subject, language: str) -> Mapping[str, str]:
    """In the patient's own time. What is not known is not there: a text that needs it is then not sent."""
    tongue = TONGUES.get(language)
    if tongue is None:
        return {}
    for step in dict.fromkeys((subject.step, subject.about)):
        found = {} if step is None else await _of_step(connection, subject, step, tongue)
        if found:
            return found
    called_by = await connection.fetchval(_CALL_BY, subject.journey, subject.at)
    return {} if called_by is None else _call(subject, called_by, tongue)


async def _of_step(connection: Connection, subject: Subject, step: str, tongue: Tongue) -> Mapping[str, str]:
    visit = await connection.fetchrow(_VISIT, subject.journey, step, subject.at)
    if visit is not None:
        return _visit(subject, visit, tongue)
    form = await connection.fetchrow(_FORM, subject.journey, step)
    if form is not None:
        minutes = minutes_of(form["instruments"])
        return {
            **day_and_time(wall(form["due_at"], subject.zone), tongue),
            **({} if minutes is None else {"minutes": str(minutes)}),
        }
    due: datetime | None = await connection.fetchval(_TASK, subject.journey, step)
    return {} if due is None else _call(subject, due, tongue)


def _visit(subject: Subject, visit: asyncpg.Record, tongue: Tongue) -> Mapping[str, str]:
    return {
        **day_and_time(wall(visit["starts_at"], subject.zone), tongue),
        "minutes": str(visit["minutes"]),
        "mode": tongue.modes[visit["mode"]],
    }


def _call(subject: Subject, due: datetime, tongue: Tongue) -> Mapping[str, str]:
    there = wall(due, subject.zone)
    return {**day_and_time(there, tongue), "window": by_when(there, wall(subject.at, subject.zone), tongue)}


_VISIT = """
select appointment.id, appointment.starts_at, appointment.minutes, appointment.mode
from appointment join visit_search using (journey, key)
where journey = $1 and visit_search.step = $2 and appointment.starts_at >= $3
  and appointment.state in ('booked', 'confirmed')
order by appointment.starts_at limit 1
"""
_FORM = """
select due_at, instruments from questionnaire_request where journey = $1 and step = $2 and state = 'open'
order by due_at desc limit 1
"""
_TASK = """
select due_at from task where journey = $1 and step = $2 and contact and state in ('open', 'accepted')
order by due_at limit 1
"""
# What a rule says to the patient and the call that it asks for begin at the same moment; the first call comes by then.
_CALL_BY = """
select min(due_at) from task where journey = $1 and opened_at = $2 and contact and state in ('open', 'accepted')
"""
