"""Finding patients among a hundred thousand: which of them, in which order, and where the next page goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import asyncpg

from database.access import by_which_one_sees, sees_everybody
from database.todo import Viewer

Sort = Literal["urgency", "name", "next"]
Risk = Literal["SEV1", "SEV2", "SEV3", "SEV4"]
COUNTED = 10_000
"""Nobody reads further; beyond it a count says so."""
Place: TypeAlias = tuple[int, tuple[str, ...], str]
"""Where a page ended: in which part of the order, at which keys, at whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is None is not asked about. `risk` is that or worse; `coordinator` may be `nobody`."""

    words: str | None = None
    pathway: str | None = None
    stage: str | None = None
    status: str | None = None
    risk: str | None = None
    coordinator: str | None = None
    language: str | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`journeys`: pathway and stage, or how it ended. `severity` and `due_at` are the most urgent of the open work."""

    id: str
    name: str | None
    born_first: datetime | None
    zone: str
    language: str
    status: str
    next_at: datetime | None
    next_because: str | None
    coordinator: str | None
    journeys: tuple[str, ...]
    severity: str | None
    due_at: datetime | None
    open: int
    late: int


class Question:
    """Conditions and their values, numbered as Postgres numbers them."""

    def __init__(self, viewer: Viewer, wanted: Wanted, at: datetime) -> None:
        self.values: list[object] = []
        self.conditions: list[str] = []
        if not sees_everybody(viewer.roles):
            account, roles = self.value(viewer.account), self.value(by_which_one_sees(viewer.roles))
            self.conditions.append(f"patient.id in ({_MINE.format(account=account, roles=roles)})")
        self._simple(wanted)
        if wanted.words is not None:
            self._words(wanted.words)
        if wanted.overdue:
            self.conditions.append(
                f"patient.id in (select patient from {_OPEN} and due_at < {self.value(at)})"
            )

    def value(self, value: object) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def _simple(self, wanted: Wanted) -> None:
        for asked, condition in (
            (wanted.status, "patient.status = {}"),
            (wanted.language, "patient.language = {}"),
            (
                wanted.pathway,
                "patient.id in (select patient from journey where status = 'active' and pathway = {})",
            ),
            (
                wanted.stage,
                "patient.id in (select patient from journey where status = 'active' and stage = {})",
            ),
            (wanted.risk, "patient.id in (select patient from " + _OPEN + " and left(severity, 4) <= {})"),
        ):
            if asked is not None:
                self.conditions.append(condition.format(self.value(asked)))
        if wanted.coordinator == "nobody":
            self.conditions.append("not exists (select from patient_coordinator where patient = patient.id)")
        elif wanted.coordinator is not None:
            whose = self.value(wanted.coordinator)
            self.conditions.append(
                f"patient.id in (select patient from patient_coordinator where account = {whose})"
            )

    def _words(self, words: str) -> None:
        """Each word somewhere in the name; or all of it is an id, or a number by which somebody knows them."""
        parts = [_escaped(word) for word in words.lower().replace(",", " ").split()]
        likes = (
            " and ".join(f"full_name(family, given) like {self.value(f'%{part}%')}" for part in parts)
            or "false"
        )
        whole = self.value(words)
        self.conditions.append(
            f"patient.id in (select patient from person where {likes}"
            f" union all select patient from person_identifier where value = {whole}"
            f" union all select {whole}::text)"
        )

    @property
    def where(self) -> str:
        return " and ".join(self.conditions) or "true"


async def find(
    pool: asyncpg.Pool,
    viewer: Viewer,
    wanted: Wanted,
    sort: Sort,
    at: datetime,
    after: Place | None,
    size: int,
) -> tuple[tuple[Listed, ...], Place | None]:
    """A page, and where the next one goes on; None where there is none."""
    part, keys, last = after or (0, (), "")
    found: list[Place] = []
    while part < 2 and len(found) <= size:
        question = Question(viewer, wanted, at)
        sql = _part(sort, part, question, keys, last)
        rows = await pool.fetch(f"{sql} limit {size + 1 - len(found)}", *question.values)
        found += [(part, tuple(row["keys"]), row["id"]) for row in rows]
        if len(found) <= size:
            part, keys, last = part + 1, (), ""
    page = found[:size]
    listed = await details(pool, [id for _, _, id in page], at)
    return listed, page[-1] if len(found) > size else None


async def count(pool: asyncpg.Pool, viewer: Viewer, wanted: Wanted, at: datetime) -> int:
    """Up to one more than is counted."""
    question = Question(viewer, wanted, at)
    counted: int = await pool.fetchval(
        f"select count(*) from (select from patient where {question.where} limit {COUNTED + 1}) as counted",
        *question.values,
    )
    return counted


async def details(pool: asyncpg.Pool, ids: Sequence[str], at: datetime) -> tuple[Listed, ...]:
    """In the order of the ids."""
    rows = await pool.fetch(_DETAILS, list(ids), at)
    return tuple(Listed(**{**row, "journeys": tuple(row["journeys"])}) for row in rows)


def _part(sort: Sort, part: int, question: Question, keys: tuple[str, ...], last: str) -> str:
    """Each order has two parts: those who have what it goes by, and those who do not, by their id."""
    source, columns, types, rest = _ORDERS[sort]
    where = question.where
    if part == 1:
        return (
            f"select patient.id, '{{}}'::text[] as keys from patient where {where} and {rest}"
            f" and patient.id > {question.value(last)} order by patient.id"
        )
    if last:
        there = ", ".join(
            f"{question.value(key)}::text::{kind}" for key, kind in zip(keys, types, strict=True)
        )
        where += f" and ({', '.join(columns)}, patient.id) > ({there}, {question.value(last)})"
    shown = ", ".join(f"{column}::text" for column in columns)
    return (
        f"select patient.id, array[{shown}] as keys from {source} where {where}"
        f" order by {', '.join(columns)}, patient.id"
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_OPEN = "task where state in ('open', 'accepted')"
_MINE = (
    "select patient from task where role = any({roles})"
    " union all select patient from task where told && {roles} and told <> '{{}}'"
    " union all select patient from visit_search where role = any({roles})"
    " union all select conference_case.patient from conference_case join conference_input"
    " using (journey, step, occurrence) where role = any({roles})"
    " union all select patient from conference_action where owner = any({roles})"
    " union all select patient from team_member where account = {account} and (until is null or until > now())"
    " union all select patient from emergency_access where account = {account} and until > now()"
)
_URGENT = (
    "(select patient, min(coalesce(left(severity, 4), 'SEV9')) as severity, min(due_at) as due_at"
    f" from {_OPEN} group by patient) as work join patient on patient.id = work.patient"
)
_ORDERS: dict[Sort, tuple[str, tuple[str, ...], tuple[str, ...], str]] = {
    "urgency": (
        _URGENT,
        ("work.severity", "work.due_at"),
        ("text", "timestamptz"),
        f"not exists (select from {_OPEN} and task.patient = patient.id)",
    ),
    "name": (
        "person join patient on patient.id = person.patient",
        ("full_name(family, given)",),
        ("text",),
        "not exists (select from person where person.patient = patient.id)",
    ),
    "next": ("patient", ("next_at",), ("timestamptz",), "next_at is null"),
}
_DETAILS = f"""
select patient.id, family || ', ' || array_to_string(given, ' ') as name, born_first, patient.zone, patient.language,
  patient.status, next_at, next_because, account as coordinator,
  array(select pathway || ': ' || coalesce(ending, stage, status) from journey where journey.patient = patient.id
        order by status, id) as journeys,
  work.severity, work.due_at, work.open, work.late
from unnest($1::text[]) with ordinality as wanted(id, place) join patient on patient.id = wanted.id
  left join person on person.patient = patient.id
  left join patient_coordinator on patient_coordinator.patient = patient.id
  cross join lateral (
    select min(severity) as severity, min(task.due_at) as due_at, count(*) as open, count(*) filter (where due_at < $2) as late
    from {_OPEN} and task.patient = patient.id
  ) as work
order by wanted.place
"""
