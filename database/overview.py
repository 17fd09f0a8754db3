"""How the clinic stands as a whole, and one patient of it: what a person asks who looks at the record."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from engine.journey import Journey, from_json
from engine.words import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    patient: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts; `late` is past its deadline, `stuck` are patients of whom nothing can be recorded. `ahead` are the patients whose next moments come first."""

    patients: Mapping[str, int]
    journeys: Mapping[str, int]
    stages: Mapping[str, int]
    tasks_open: int
    tasks_late: int
    questionnaires_open: int
    questionnaires_late: int
    texts_waiting: int
    stuck: int
    ahead: tuple[Ahead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`next_at` is the patient's next moment over all journeys."""

    id: str
    status: str
    zone: str
    language: str
    next_at: datetime | None
    next_because: str | None
    stuck_because: str | None
    journeys: tuple[tuple[Journey, Pathway], ...]


async def overview(reader: asyncpg.Pool, at: datetime, first: int = 5) -> Overview:
    counted = await reader.fetchrow(_COUNTS, at)
    if counted is None:
        raise AssertionError("a count is always there")
    ahead = await reader.fetch(_AHEAD, first)
    return Overview(
        patients=await _by_name(reader, "select status as name, count(*) from patient group by 1 order by 1"),
        journeys=await _by_name(reader, "select status as name, count(*) from journey group by 1 order by 1"),
        stages=await _by_name(reader, _STAGES),
        ahead=tuple(Ahead(**row) for row in ahead),
        **counted,
    )


async def patient_of(reader: asyncpg.Pool, id: str) -> Patient | None:
    row = await reader.fetchrow(
        "select id, status, zone, language, next_at, next_because, stuck_because from patient where id = $1",
        id,
    )
    if row is None:
        return None
    return Patient(**row, journeys=tuple(await _journeys(reader, id)))


async def _journeys(reader: asyncpg.Pool, patient: str) -> Sequence[tuple[Journey, Pathway]]:
    rows = await reader.fetch(
        "select state, body::text as body from journey join pathway_version on name = pathway"
        " and pathway_version.fingerprint = journey.fingerprint where patient = $1 order by id",
        patient,
    )
    return [
        (from_json(zlib.decompress(row["state"])), Pathway.model_validate_json(row["body"])) for row in rows
    ]


async def _by_name(reader: asyncpg.Pool, sql: str) -> Mapping[str, int]:
    return {row["name"]: row["count"] for row in await reader.fetch(sql)}


_STAGES = """
select coalesce(stage, 'before the first') as name, count(*) from journey where status = 'active'
group by 1 order by 2 desc, 1
"""
_COUNTS = """
select t.open + r.open + i.open as tasks_open, t.late + r.late + i.late as tasks_late, q.open as questionnaires_open,
  q.late as questionnaires_late, (select count(*) from prompt where state = 'wanted') as texts_waiting,
  (select count(*) from patient where stuck_since is not null) as stuck
from
  (select count(*) as open, count(*) filter (where due_at < $1) as late
   from task where state in ('open', 'accepted')) as t,
  (select count(*) as open, count(*) filter (where due_at < $1) as late
   from referral_task where state in ('open', 'accepted')) as r,
  (select count(*) as open, count(*) filter (where due_at < $1) as late
   from inbound_task where state in ('open', 'accepted')) as i,
  (select count(*) as open, count(*) filter (where due_at < $1) as late
   from questionnaire_request where state = 'open') as q
"""
_AHEAD = """
select id as patient, next_at as at, coalesce(next_because, '') as because
from patient where next_at is not null order by next_at, id limit $1
"""
