"""What people have to do, from every table that gives them work: late first, then the most urgent, then by deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg

Kind = Literal["task", "call", "form", "compare", "triage", "death", "duty", "action", "text", "stuck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`patient` is None where whose referral it is, is the question. `told` are those who know that it is late."""

    kind: Kind
    id: str
    patient: str | None
    journey: str | None
    step: str
    role: str
    severity: str | None
    opened_at: datetime
    due_at: datetime
    late: bool
    accepted: bool
    told: tuple[str, ...]
    outcomes: tuple[str, ...]
    reason: str


async def worklist(reader: asyncpg.Pool, at: datetime, roles: Sequence[str] = ()) -> tuple[Work, ...]:
    """Of these roles; of all if none is named."""
    rows = await reader.fetch(_OPEN, at, list(roles))
    return tuple(
        Work(**{**row, "told": tuple(row["told"]), "outcomes": tuple(row["outcomes"])}) for row in rows
    )


_OPEN = """
select *, due_at < $1 as late from (
  select case when contact then 'call' else 'task' end as kind, key as id, patient, journey, step, role, severity,
    opened_at, due_at, state = 'accepted' as accepted, told, outcomes, reason
  from task where state in ('open', 'accepted')
  union all
  select 'form', key, patient, journey, step, asked_of, null, opened_at, due_at, false, '{}', '{}',
    array_to_string(instruments, ', ')
  from questionnaire_request where state = 'open' and asked_of not in ('patient', 'caregiver')
  union all
  select kind, id, patient, null, 'referral', role, severity, opened_at, due_at, state = 'accepted', '{}', '{}', reason
  from referral_task where state in ('open', 'accepted')
  union all
  select 'text', id, patient, null, kind, role, severity, opened_at, due_at, state = 'accepted', '{}', '{}', reason
  from inbound_task where state in ('open', 'accepted')
  union all
  select 'duty', id, patient, journey, step, role, null, opened_at, conference_duty.due_at, false, '{}', '{}',
    replace(what, '_', ' ') || ': ' || because
  from conference_duty join conference_case using (journey, step, occurrence) where conference_duty.ended_at is null
  union all
  select 'stuck', id, id, null, 'recording', 'ops', null, stuck_since, stuck_since, false, '{}', '{}',
    'care stands still: what happens cannot be recorded (' || stuck_because || ')'
  from patient where stuck_since is not null
) as work
where cardinality($2::text[]) = 0 or role = any($2)
order by late desc, severity nulls last, due_at, patient, id
"""
