"""The team's next meeting as people look at it: whose turn it is, who has written what, and what the last ones came to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import asyncpg

from database.access import by_which_one_sees, sees_everybody
from database.conferences import SEVERITY, case_of
from database.packets import CaseKey
from database.todo import Viewer
from engine.conference import TeamCase, in_order
from engine.series import MeetingState

InputState = Literal["given", "late", "missing", "due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One meeting. `told` counts what was said in it, so that a page knows whether it has become old."""

    id: str
    state: MeetingState
    cut_off_at: datetime
    starts_at: datetime
    ends_at: datetime
    present: tuple[str, ...]
    told: int

    @property
    def day(self) -> str:
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """`task` is the key of the open task by which it is given; None: it was given, or is not asked for."""

    role: str
    due_at: datetime
    given_at: datetime | None
    chased: int
    task: str | None

    def state(self, at: datetime) -> InputState:
        """What came after the cut-off is late; what has not come by then is missing."""
        if self.given_at is not None:
            return "given" if self.given_at <= self.due_at else "late"
        return "due" if at <= self.due_at else "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAgenda:
    """`name` is None where the viewer may not see whom it is about. `talked` is how long it has been on the table."""

    case: TeamCase
    state: str
    name: str | None
    seen: bool
    zone: str
    because: str | None
    heard: bool
    talked: timedelta | None
    inputs: tuple[Input, ...]

    @property
    def key(self) -> CaseKey:
        return self.case.journey, self.case.step, self.case.occurrence


async def next_sitting(pool: asyncpg.Pool) -> Sitting | None:
    """The one that is held now, else the next."""
    row = await pool.fetchrow(_NEXT)
    return None if row is None else Sitting(**{**row, "present": tuple(row["present"])})


async def held_before(pool: asyncpg.Pool, at_most: int) -> Sequence[asyncpg.Record]:
    """The last meetings with how many were decided, and how many were not."""
    return await pool.fetch(_BEFORE, at_most)


async def agenda_of(pool: asyncpg.Pool, viewer: Viewer, meeting: str | None) -> tuple[OnAgenda, ...]:
    """Its cases in the order in which they are heard, what is decided last; None: whom no meeting hears yet."""
    where = "c.meeting is not distinct from $4 and c.state <> 'left' and (c.meeting is not null or c.state = 'waiting')"
    rows = await pool.fetch(_CASES + where, *_right(viewer), meeting)  # our own words
    return await _in_order(pool, rows)


async def one_case(pool: asyncpg.Pool, viewer: Viewer, key: CaseKey, patient: str) -> OnAgenda | None:
    where = "c.journey = $4 and c.step = $5 and c.occurrence = $6 and c.patient = $7"
    rows = await pool.fetch(_CASES + where, *_right(viewer), *key, patient)
    return next(iter(await _in_order(pool, rows)), None)


async def _in_order(pool: asyncpg.Pool, rows: Sequence[asyncpg.Record]) -> tuple[OnAgenda, ...]:
    found = {}
    for row in rows:
        case = replace(case_of(row), meeting=row["meeting"])
        inputs = await pool.fetch(_INPUTS, case.journey, case.step, case.occurrence)
        found[case.id] = OnAgenda(
            case=case,
            state=row["state"],
            name=row["name"],
            seen=row["seen"],
            zone=row["zone"],
            because=row["because"],
            heard=row["heard"],
            talked=row["talked"],
            inputs=tuple(Input(**one) for one in inputs),
        )
    ordered = [found[case.id] for case in in_order(one.case for one in found.values())]
    return tuple(sorted(ordered, key=lambda one: one.state == "decided"))


def _right(viewer: Viewer) -> tuple[str, list[str], bool]:
    return viewer.account, by_which_one_sees(viewer.roles), sees_everybody(viewer.roles)


_NEXT = """
select meeting as id, state, cut_off_at, starts_at, ends_at, present,
  (select coalesce(max(number), 0) from conference_journal where conference_journal.series = conference.series) as told
from conference where state in ('planned', 'frozen', 'open') order by state <> 'open', starts_at limit 1
"""
_BEFORE = """
select meeting as id, starts_at, state, present,
  (select count(distinct (journey, step, occurrence)) from conference_decision d
   where d.meeting = conference.meeting and veto is null) as decided,
  (select count(*) from conference_decision d where d.meeting = conference.meeting and veto is not null) as held_back
from conference where state in ('held', 'failed') order by starts_at desc limit $1
"""
_CASES = f"""
with opened as (select coalesce(max(number), 0) as number from conference_journal where what = 'MeetingOpened'),
talk as (
  select body ->> 'case' as id, what, recorded_at from conference_journal, opened
  where conference_journal.number > opened.number and what in ('CaseHeard', 'CaseDeferred', 'CaseHeldBack')
)
select c.*, c.quorum::text as seats, patient.zone, why_seen($1, $2, $3, c.patient) is not null as seen,
  (select {SEVERITY} from conference_case where (journey, step, occurrence) = (c.journey, c.step, c.occurrence)) as severity,
  case when why_seen($1, $2, $3, c.patient) is not null then
    (select family || ', ' || array_to_string(given, ' ') from person where person.patient = c.patient) end as name,
  (select reason from journal where journal.patient = c.patient and journal.journey = c.journey
   and what = 'JoinConference' and journal.step = c.step order by number desc limit 1) as because,
  exists (select from talk where talk.id = c.journey || '/' || c.step || '#' || c.occurrence) as heard,
  clock_timestamp() - (select min(recorded_at) from talk where what = 'CaseHeard'
    and talk.id = c.journey || '/' || c.step || '#' || c.occurrence) as talked
from conference_case c join patient on patient.id = c.patient where
"""  # noqa: S608  (our own words)
_INPUTS = """
select role, due_at, coalesce(given_at, ended.at) as given_at, chased, open.key as task
from conference_input i
left join lateral (
  select min(ended_at) as at from task where task.journey = i.journey and task.step = i.step and task.role = i.role
    and state = 'done' and starts_with(key, i.step || '#' || i.occurrence || '.')
) as ended on true
left join lateral (
  select min(key) as key from task where task.journey = i.journey and task.step = i.step and task.role = i.role
    and state in ('open', 'accepted') and starts_with(key, i.step || '#' || i.occurrence || '.')
) as open on true
where i.journey = $1 and i.step = $2 and i.occurrence = $3 order by role
"""
