"""What a quality measure is, and how one is counted: by SQL, a row for each patient or event that it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg

from database.access import by_which_one_sees, sees_everybody
from database.todo import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `start` to before `until`, as it is known at `at`. `days` are the beginnings of clinic days around it."""

    start: datetime
    until: datetime
    at: datetime
    days: tuple[datetime, ...]
    pathway: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`rows` is SQL that gives patient, journey, at and met: yes, no, or null where it cannot be decided yet.

    Without it the measure cannot be counted, and `missing` says what is not recorded. `per` is 100 for a share.
    """

    id: str
    kind: Literal["process", "outcome", "balance", "equity", "experience"]
    title: str
    numerator: str
    denominator: str
    better: Literal["up", "down", "watch"]
    rows: str = ""
    missing: str = ""
    per: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`undecided` are neither in the numerator nor in the denominator."""

    numerator: int
    denominator: int
    undecided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One row behind a measure, as whoever may see the patient reads it."""

    patient: str
    name: str | None
    journey: str | None
    at: datetime
    met: bool | None


async def count(pool: asyncpg.Pool, measure: Measure, window: Window) -> Counted | None:
    """None: it cannot be counted from what is recorded."""
    if not measure.rows:
        return None
    found = await pool.fetchrow(
        f"{_FRAME} select count(*) filter (where met) as numerator, count(met) as denominator,"
        f" count(*) filter (where met is null) as undecided from ({measure.rows}) as row",
        *_values(window),
    )
    if found is None:
        raise AssertionError("a count is always there")
    return Counted(**found)


async def behind(
    pool: asyncpg.Pool, measure: Measure, window: Window, viewer: Viewer, at_most: int
) -> tuple[Behind, ...]:
    """Whom the viewer may see: first where it was not met, then what is undecided, the newest first."""
    rows = await pool.fetch(
        f"""{_FRAME}
        select row.patient, family || ', ' || array_to_string(given, ' ') as name, row.journey, row.at, row.met
        from ({measure.rows}) as row left join person on person.patient = row.patient
        where why_seen($6, $7, $8, row.patient) is not null
        order by row.met nulls first, row.met is null, row.at desc, row.patient limit $9""",
        *_values(window),
        viewer.account,
        by_which_one_sees(viewer.roles),
        sees_everybody(viewer.roles),
        at_most,
    )
    return tuple(Behind(**row) for row in rows)


async def by_language(
    pool: asyncpg.Pool, measure: Measure, window: Window
) -> tuple[tuple[str, Counted], ...]:
    rows = await pool.fetch(
        f"""{_FRAME}
        select language, count(*) filter (where met) as numerator, count(met) as denominator,
          count(*) filter (where met is null) as undecided
        from ({measure.rows}) as row join patient on patient.id = row.patient group by language order by language""",
        *_values(window),
    )
    return tuple(
        (row["language"], Counted(**{name: row[name] for name in ("numerator", "denominator", "undecided")}))
        for row in rows
    )


def _values(window: Window) -> tuple[object, ...]:
    return window.start, window.until, window.at, window.pathway, list(window.days)


def reached(name: str) -> str:
    """When each journey first began a stage or reached a milestone."""
    return (
        "(select journey, min(at) as at from journal where kind = 'note'"
        " and (what like 'the stage % begins' or what like 'done: % reached')"
        f" and step = '{name}' group by journey)"
    )


CLINIC_DAYS = "width_bucket({until}, asked.days) - width_bucket({since}, asked.days)"
"""Clinic days that began between two moments."""

# Who is counted: nobody under 18, nobody who died, nobody whose care moved away. Each journey once.
_FRAME = """
with asked as (select $1::timestamptz as start, $2::timestamptz as until, $3::timestamptz as at, $4::text as pathway,
    $5::timestamptz[] as days),
journeys as not materialized (
  select journey.* from asked, journey left join person on person.patient = journey.patient
  where (asked.pathway is null or journey.pathway = asked.pathway)
    and coalesce(journey.ending, '') not in ('died', 'transferred')
    and (born_last is null or born_last <= asked.start - interval '18 years')
)
"""
