"""Today: what needs a person now, with whose it is and whom it is about; and what nobody has answered, met or found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import asyncpg

from database.access import by_which_one_sees, sees_everybody
from database.worklist import Kind

CONFIRM_WITHIN = timedelta(days=2)
"""A visit that is so near and not confirmed is worth a call."""
Whose = Literal["mine", "role", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    account: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """`work` names it for whoever takes it up; `words` is the text that it is about. Of a patient whom the viewer may not see there is an id and no name."""

    work: str
    kind: Kind
    id: str
    patient: str | None
    name: str | None
    zone: str | None
    journey: str | None
    step: str
    role: str
    severity: str | None
    opened_at: datetime
    due_at: datetime
    late: bool
    accepted: bool
    holder: str | None
    told: tuple[str, ...]
    outcomes: tuple[str, ...]
    resembles: tuple[str, ...]
    reason: str
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    patient: str
    name: str | None
    zone: str
    journey: str
    step: str
    starts_at: datetime
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """A visit that is wanted and has no time yet."""

    patient: str
    name: str | None
    step: str
    role: str
    due_at: datetime
    late: bool


async def todo(
    pool: asyncpg.Pool, viewer: Viewer, at: datetime, whose: Whose, role: str | None, at_most: int
) -> tuple[Todo, ...]:
    """Most urgent first: by severity, then what is late, then by deadline."""
    roles = [role] if role else list(viewer.roles) if whose == "role" else []
    rows = await pool.fetch(
        _WAITING_WORK,
        at,
        viewer.account,
        by_which_one_sees(viewer.roles),
        sees_everybody(viewer.roles),
        roles,
        whose == "mine",
        at_most,
    )
    return tuple(map(_todo, rows))


async def todo_of(pool: asyncpg.Pool, viewer: Viewer, at: datetime, patient: str) -> tuple[Todo, ...]:
    """Everything that people have to do for one patient."""
    rows = await pool.fetch(
        _OF_PATIENT,
        at,
        viewer.account,
        by_which_one_sees(viewer.roles),
        sees_everybody(viewer.roles),
        patient,
    )
    return tuple(map(_todo, rows))


async def one_todo(pool: asyncpg.Pool, viewer: Viewer, at: datetime, work: str) -> Todo | None:
    """None: nobody has to do it any more, or the viewer may not see it."""
    kind, _, rest = work.partition("/")
    journey, _, key = rest.rpartition("/") if kind == "task" else ("", "", rest)
    found = await pool.fetchrow(
        _ONE[kind] if kind in _ONE else _ONE["task"],
        at,
        viewer.account,
        by_which_one_sees(viewer.roles),
        sees_everybody(viewer.roles),
        journey,
        key,
    )
    return None if found is None else _todo(found)


async def unconfirmed(
    pool: asyncpg.Pool, viewer: Viewer, at: datetime, at_most: int
) -> tuple[Unconfirmed, ...]:
    rows = await pool.fetch(
        _UNCONFIRMED,
        at,
        viewer.account,
        by_which_one_sees(viewer.roles),
        sees_everybody(viewer.roles),
        at + CONFIRM_WITHIN,
        at_most,
    )
    return tuple(Unconfirmed(**row) for row in rows)


async def searching(pool: asyncpg.Pool, viewer: Viewer, at: datetime, at_most: int) -> tuple[Searching, ...]:
    rows = await pool.fetch(
        _SEARCHING, at, viewer.account, by_which_one_sees(viewer.roles), sees_everybody(viewer.roles), at_most
    )
    return tuple(Searching(**row) for row in rows)


async def holders(pool: asyncpg.Pool, role: str) -> Sequence[str]:
    """To whom work of this role may be given."""
    rows = await pool.fetch(
        "select name from account where $1 = any(roles) and disabled_at is null order by name", role
    )
    return [row["name"] for row in rows]


def _todo(row: asyncpg.Record) -> Todo:
    return Todo(**{**row, **{name: tuple(row[name]) for name in ("told", "outcomes", "resembles")}})


_NAME = "family || ', ' || array_to_string(given, ' ')"
_TASK = """
  select 'task/' || journey || '/' || key as work, case when contact then 'call' else 'task' end as kind, key as id,
    patient, journey, step, role, severity, opened_at, due_at, state = 'accepted' as accepted, told, outcomes,
    '{}'::text[] as resembles, reason
  from task where state in ('open', 'accepted')
"""
_REFERRAL = """
  select 'referral/' || id, kind, id, patient, null, 'referral_' || kind, role, severity, opened_at, due_at,
    state = 'accepted', '{}', '{}', resembles, reason
  from referral_task where state in ('open', 'accepted')
"""
_TEXT = """
  select 'text/' || id, 'text', id, patient, null, kind, role, severity, opened_at, due_at, state = 'accepted', '{}',
    '{}', '{}', reason
  from inbound_task where state in ('open', 'accepted')
"""
_DUTY = """
  select 'duty/' || id, 'duty', id, patient, journey, step, role, null, opened_at, conference_duty.due_at, false,
    '{}', '{}', '{}', replace(what, '_', ' ') || ': ' || because
  from conference_duty join conference_case using (journey, step, occurrence) where conference_duty.ended_at is null
"""
_ACTION = """
  select 'action/' || id, 'action', id, patient, journey, step, owner, null, at, coalesce(due_at, due_on + interval '1 day'),
    false, '{}', '{}', '{}', 'given by the case conference'
  from conference_action where done_at is null
"""
_FORM = """
  select 'form/' || journey || '/' || key, 'form', key, patient, journey, step, asked_of, null, opened_at, due_at,
    false, '{}', '{}', '{}', 'to be filled in: ' || array_to_string(instruments, ', ')
  from questionnaire_request where state = 'open' and asked_of not in ('patient', 'caregiver')
"""
_SHOWN = f"""
select work.work, kind, work.id, work.patient, zone, journey, step, role, severity, opened_at, due_at, due_at < $1 as late,
  accepted or assignment.work is not null as accepted, assignment.account as holder, told, outcomes, resembles, reason,
  case when kind = 'text' and (work.patient is null or why_seen($2, $3, $4, work.patient) is not null)
    then (select words from inbound_task join inbound on inbound.id = inbound where inbound_task.id = work.id)
    when kind = 'action' and why_seen($2, $3, $4, work.patient) is not null
    then (select what || '. Done when: ' || done_when from conference_action where conference_action.id = work.id)
  end as words,
  case when work.patient is not null and why_seen($2, $3, $4, work.patient) is not null
    then (select {_NAME} from person where person.patient = work.patient) end as name
from work left join assignment using (work) left join patient on patient.id = work.patient
"""  # noqa: S608  (our own words)
_WAITING_WORK = f"""
with work as materialized (
  select * from ({_TASK} union all {_REFERRAL} union all {_TEXT} union all {_DUTY} union all {_ACTION} union all {_FORM}) as open
  where (cardinality($5::text[]) = 0 or role = any($5) or told && $5)
    and (not $6 or exists (select from assignment where assignment.work = open.work and account = $2))
  order by severity is null, left(severity, 4), due_at, patient, id limit $7
)
{_SHOWN} order by severity is null, left(severity, 4), due_at, work.patient, work.id
"""  # noqa: S608  (our own words)
_OF_PATIENT = f"""
with work as (
  select * from ({_TASK} union all {_REFERRAL} union all {_TEXT} union all {_DUTY} union all {_ACTION} union all {_FORM}) as open where patient = $5
)
{_SHOWN} order by severity is null, left(severity, 4), due_at, work.id
"""  # noqa: S608  (our own words)
_ONE = {
    "task": f"with work as ({_TASK} and journey = $5 and key = $6) {_SHOWN}",
    "referral": f"with work(work, kind, id, patient, journey, step, role, severity, opened_at, due_at, accepted, told,"
    f" outcomes, resembles, reason) as ({_REFERRAL} and id = $6 and $5 = '') {_SHOWN}",
    "text": f"with work(work, kind, id, patient, journey, step, role, severity, opened_at, due_at, accepted, told,"
    f" outcomes, resembles, reason) as ({_TEXT} and id = $6 and $5 = '') {_SHOWN}",
    "duty": f"with work(work, kind, id, patient, journey, step, role, severity, opened_at, due_at, accepted, told,"
    f" outcomes, resembles, reason) as ({_DUTY} and id = $6 and $5 = '') {_SHOWN}",
    "action": f"with work(work, kind, id, patient, journey, step, role, severity, opened_at, due_at, accepted, told,"
    f" outcomes, resembles, reason) as ({_ACTION} and id = $6 and $5 = '') {_SHOWN}",
}
_UNCONFIRMED = f"""
select appointment.patient, zone, appointment.journey, visit_search.step, starts_at, mode,
  (select {_NAME} from person where person.patient = appointment.patient) as name
from appointment join visit_search using (journey, key) join patient on patient.id = appointment.patient
where appointment.state = 'booked' and starts_at between $1 and $5
  and why_seen($2, $3, $4, appointment.patient) is not null
order by starts_at, appointment.id limit $6
"""  # noqa: S608  (our own words)
_SEARCHING = f"""
select visit_search.patient, step, role, due_at, due_at < $1 as late,
  (select {_NAME} from person where person.patient = visit_search.patient) as name
from visit_search where state = 'unavailable' and why_seen($2, $3, $4, visit_search.patient) is not null
order by due_at, journey, key limit $5
"""  # noqa: S608  (our own words)
