"""What is ahead for each role, week by week: tasks by their deadline, visits by their start, forms that staff fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`late` is before the first week; `weeks` are the eight ahead. What is further off is not counted."""

    role: str
    kind: str
    late: int
    weeks: tuple[int, ...]


async def load(pool: asyncpg.Pool, weeks: Sequence[datetime], pathway: str | None) -> tuple[Load, ...]:
    """`weeks` are nine moments: now, and the ends of the eight weeks."""
    rows = await pool.fetch(_LOAD, list(weeks), pathway)
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        found.setdefault((row["role"], row["kind"]), [0] * (WEEKS + 1))[row["week"]] = row["count"]
    return tuple(
        Load(role=role, kind=kind, late=counts[0], weeks=tuple(counts[1:]))
        for (role, kind), counts in found.items()
    )


_LOAD = """
select role, kind, width_bucket(due_at, $1::timestamptz[]) as week, count(*) as count from (
  select role, 'tasks' as kind, due_at, journey from task where state in ('open', 'accepted')
  union all
  select role, 'visits', starts_at, appointment.journey from appointment join visit_search using (journey, key)
  where appointment.state in ('booked', 'confirmed') and starts_at >= ($1::timestamptz[])[1]
  union all
  select role, 'visits without a time', due_at, journey from visit_search where state in ('wanted', 'unavailable')
  union all
  select case when asked_of in ('patient', 'caregiver') then 'patients' else asked_of end, 'forms', due_at, journey
  from questionnaire_request where state = 'open'
) as ahead join journey on journey.id = ahead.journey
where due_at < ($1::timestamptz[])[9] and ($2::text is null or journey.pathway = $2)
group by role, kind, week order by role, kind, week
"""
