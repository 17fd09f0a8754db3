"""How the clinic keeps up: waits, texts, answers and alerts of a period. What nothing is known of is not in a row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TypeAlias

import asyncpg

from database.quality.measures import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """From the beginning of one stage to that of the next. `open` have not gone on yet; the longest of them is `oldest`."""

    stage: str
    onward: str | None
    ended: int
    median: timedelta | None
    p90: timedelta | None
    open: int
    oldest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """`on_time`: handed over within five minutes of their moment. `waiting` are not due for longer than that."""

    urgency: str
    on_time: int
    late: int
    failed: int
    expired: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """Of those that were due in the period: answered in time, later, ended without an answer, and still open."""

    instrument: str
    asked_of: str
    in_time: int
    late: int
    ended: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """`undecided`: still open, and their clock still runs."""

    severity: str
    in_time: int
    late: int
    undecided: int
    closed: int
    taken_up: timedelta | None
    settled: timedelta | None
    settled_p90: timedelta | None


async def waits(pool: asyncpg.Pool, window: Window) -> tuple[Wait, ...]:
    return tuple(Wait(**row) for row in await pool.fetch(_WAITS, *_values(window)))


async def prompts(pool: asyncpg.Pool, window: Window) -> tuple[Prompts, ...]:
    return tuple(Prompts(**row) for row in await pool.fetch(_PROMPTS, *_values(window)))


async def responses(pool: asyncpg.Pool, window: Window) -> tuple[Responses, ...]:
    return tuple(Responses(**row) for row in await pool.fetch(_RESPONSES, *_values(window)))


async def alerts(pool: asyncpg.Pool, window: Window) -> tuple[Alerts, ...]:
    return tuple(Alerts(**row) for row in await pool.fetch(_ALERTS, *_values(window)))


Row: TypeAlias = Wait | Prompts | Responses | Alerts
TABLES: Mapping[str, Callable[[asyncpg.Pool, Window], Awaitable[Sequence[Row]]]] = {
    "waits": waits,
    "prompts": prompts,
    "responses": responses,
    "alerts": alerts,
}


def as_table(rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """The names of the columns, and the cells; spans as they are."""
    names = tuple(one.name for one in fields(rows[0])) if rows else ()
    return names, tuple(tuple(getattr(row, name) for name in names) for row in rows)


def _values(window: Window) -> tuple[object, ...]:
    return window.start, window.until, window.at, window.pathway


_OF_PATHWAY = "($4::text is null or journey.pathway = $4)"
_WAITS = f"""
with passages as (
  select journal.journey, step as stage, at, number, lead(step) over onward as onward, lead(at) over onward as ended_at
  from journal where kind = 'note' and what like 'the stage % begins'
    and (what like 'the stage % begins' or what like 'done: % reached')
  window onward as (partition by journal.journey order by number)
), counted as (
  select passages.*, ended_at >= $1 and ended_at < $2 as in_period,
    ended_at is null and journey.status in ('active', 'on_hold') as is_open, passages.at as began_at
  from passages join journey on journey.id = passages.journey where {_OF_PATHWAY} and passages.at < $2
)
select stage, onward, count(*) filter (where in_period) as ended,
  percentile_cont(0.5) within group (order by ended_at - began_at) filter (where in_period) as median,
  percentile_cont(0.9) within group (order by ended_at - began_at) filter (where in_period) as p90,
  count(*) filter (where is_open) as open, max($3::timestamptz - began_at) filter (where is_open) as oldest
from counted group by stage, onward having bool_or(in_period) or bool_or(is_open)
order by min(number), stage, onward nulls last
"""
_PROMPTS = f"""
select urgency,
  count(*) filter (where prompt.state = 'sent' and prompt.ended_at <= prompt.at + interval '5 minutes') as on_time,
  count(*) filter (where prompt.state = 'sent' and prompt.ended_at > prompt.at + interval '5 minutes'
    or prompt.state = 'wanted' and prompt.at + interval '5 minutes' < $3) as late,
  count(*) filter (where prompt.state = 'failed') as failed, count(*) filter (where prompt.state = 'expired') as expired,
  count(*) filter (where prompt.state = 'wanted' and prompt.at + interval '5 minutes' >= $3) as waiting
from prompt join journey on journey.id = prompt.journey
where prompt.at >= $1 and prompt.at < $2 and {_OF_PATHWAY} group by urgency order by urgency
"""
_RESPONSES = f"""
select instrument, case when asked_of in ('patient', 'caregiver') then asked_of else 'staff' end as asked_of,
  count(*) filter (where asked.state = 'answered' and asked.ended_at <= due_at) as in_time,
  count(*) filter (where asked.state = 'answered' and asked.ended_at > due_at) as late,
  count(*) filter (where asked.state = 'closed') as ended, count(*) filter (where asked.state = 'open') as open
from questionnaire_request as asked cross join unnest(instruments) as instrument
  join journey on journey.id = asked.journey
where due_at >= $1 and due_at < $2 and due_at <= $3 and {_OF_PATHWAY}
group by 1, 2 order by 2, 1
"""
_ALERTS = f"""
select severity,
  count(*) filter (where task.state = 'done' and task.ended_at <= due_at) as in_time,
  count(*) filter (where task.state = 'done' and task.ended_at > due_at
    or task.state in ('open', 'accepted') and due_at < $3) as late,
  count(*) filter (where task.state in ('open', 'accepted') and due_at >= $3) as undecided,
  count(*) filter (where task.state = 'closed') as closed,
  percentile_cont(0.5) within group (order by accepted_at - opened_at) as taken_up,
  percentile_cont(0.5) within group (order by task.ended_at - opened_at) filter (where task.state = 'done') as settled,
  percentile_cont(0.9) within group (order by task.ended_at - opened_at) filter (where task.state = 'done') as settled_p90
from task join journey on journey.id = task.journey
where severity is not null and opened_at >= $1 and opened_at < $2 and $3::timestamptz is not null and {_OF_PATHWAY}
group by severity order by severity
"""
