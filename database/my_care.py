"""One patient's care as they see it themselves: what is ahead, what was, what was written to them, what they want."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from database.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class MyVisit:
    """`number` counts the visits of one series."""

    journey: str
    step: str
    occurrence: int
    number: int
    role: str
    mode: str
    starts_at: datetime
    minutes: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyForm:
    journey: str
    step: str
    occurrence: int
    instruments: tuple[str, ...]
    due_at: datetime
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyText:
    at: datetime
    words: str
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that is behind the patient: a visit they came to, or a form they sent."""

    at: datetime
    what: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCare:
    """`call_by`: somebody is to phone them by then. `state` is the journey's own, compressed JSON."""

    first_name: str | None
    journey: str | None
    status: str | None
    stage: str | None
    hold_until: datetime | None
    state: bytes | None
    visits: Sequence[MyVisit]
    forms: Sequence[MyForm]
    texts: Sequence[MyText]
    done: Sequence[Done]
    call_by: datetime | None
    wrote: Mapping[str, Mapping[str, str]]
    given: Mapping[str, Mapping[str, object]]


async def my_care(connection: Connection, patient: str, at: datetime) -> MyCare:
    journey = await connection.fetchrow(_JOURNEY, patient)
    sent = await connection.fetch(
        "select words, answers from form_draft where patient = $1 and sent_at is not null order by sent_at",
        patient,
    )
    wrote: dict[str, dict[str, str]] = {}
    given: dict[str, dict[str, object]] = {}
    for row in sent:
        for name, words in json.loads(row["words"]).items():
            wrote.setdefault(name, {}).update({item: said for item, said in words.items() if said})
        for name, answers in json.loads(row["answers"]).items():
            given.setdefault(name, {}).update(answers)
    return MyCare(
        first_name=await connection.fetchval("select given[1] from person where patient = $1", patient),
        journey=None if journey is None else journey["id"],
        status=None if journey is None else journey["status"],
        stage=None if journey is None else journey["stage"],
        hold_until=None if journey is None else journey["hold_until"],
        state=None if journey is None else journey["state"],
        visits=[MyVisit(**row) for row in await connection.fetch(_VISITS, patient, at)],
        forms=[
            MyForm(**{**row, "instruments": tuple(row["instruments"])})
            for row in await connection.fetch(_FORMS, patient)
        ],
        texts=[
            MyText(at=row["at"], words=row["words"], templates=tuple(row["templates"]))
            for row in await connection.fetch(_TEXTS, patient)
        ],
        done=[Done(**row) for row in await connection.fetch(_DONE, patient, at)],
        call_by=await connection.fetchval(_CALL, patient, at),
        wrote=wrote,
        given=given,
    )


async def shares_of(connection: Connection, patient: str) -> frozenset[str]:
    """What the patient chose to share with the person who helps them; nothing unless they said so, and still do."""
    found = await connection.fetchval(
        "select answers -> 'consent' from form_draft where patient = $1 and answers ? 'consent'"
        " and sent_at is not null order by sent_at desc limit 1",
        patient,
    )
    answers = {} if found is None else json.loads(found)
    if answers.get("caregiver") is not True:
        return frozenset()
    return frozenset(
        name.removeprefix("caregiver_")
        for name, said in answers.items()
        if name != "caregiver" and said is True
    )


async def active_journeys(connection: Connection, patient: str) -> Sequence[str]:
    rows = await connection.fetch(
        "select id from journey where patient = $1 and status = 'active' order by id", patient
    )
    return [row["id"] for row in rows]


async def agrees_to_texts(connection: Connection, patient: str) -> bool | None:
    """What was said last; None if nobody asked."""
    found: bool | None = await connection.fetchval(
        "select granted from consent where patient = $1 and channel = 'sms' order by recorded_at desc limit 1",
        patient,
    )
    return found


async def write_consent(connection: Connection, patient: str, at: datetime, *, granted: bool) -> None:
    """Whom we know by name only: of others the flag of their journey says it."""
    await connection.execute(
        "insert into consent (patient, channel, granted, recorded_by, recorded_at)"
        " select patient, 'sms', $2, 'patient', $3 from person where patient = $1 on conflict do nothing",
        patient,
        granted,
        at,
    )


async def write_words(
    connection: Connection, patient: str, id: str, at: datetime, about: str, words: str
) -> None:
    await connection.execute(
        "insert into patient_wrote (id, patient, at, about, words) values ($1, $2, $3, $4, $5) on conflict do nothing",
        id,
        patient,
        at,
        about,
        words,
    )


_JOURNEY = """
select id, status, stage, hold_until, state from journey where patient = $1
order by (status = 'active') desc, id desc limit 1
"""
_VISITS = """
select journey, step, occurrence, number, role, appointment.mode, starts_at, appointment.minutes, appointment.state
from appointment join visit_search using (journey, key)
where appointment.patient = $1 and starts_at > $2 and appointment.state in ('booked', 'confirmed')
order by starts_at limit 12
"""
_FORMS = """
select request.journey, request.step, request.occurrence, instruments, due_at, draft.journey is not null as begun
from questionnaire_request request left join form_draft draft using (journey, step, occurrence)
where request.patient = $1 and request.state = 'open' and asked_of = 'patient' order by due_at, request.step
"""
_TEXTS = """
select at, words, templates from (
  select mailbox.at, words, templates, key from mailbox join prompt using (journey, key)
  where mailbox.patient = $1 and mailbox.listener = 'patient'
  union
  select posting.opened_at, posting.words, templates, key from posting join prompt using (journey, key)
  where posting.patient = $1 and prompt.listener = 'patient' and posting.state = 'sent' and way <> 'mailbox'
) as texts order by at desc, key limit 6
"""
_DONE = """
select * from (
  select starts_at as at, 'visit' as what, role as of
  from appointment join visit_search using (journey, key)
  where appointment.patient = $1 and appointment.state = 'attended' and starts_at <= $2
  union all
  select coalesce(ended_at, due_at), 'form', array_to_string(instruments, ' ')
  from questionnaire_request where patient = $1 and state = 'answered' and asked_of = 'patient'
) as done order by at desc limit 8
"""
_CALL = """
select min(due_at) from task where patient = $1 and contact and state in ('open', 'accepted') and due_at > $2
  and step not like 'private\\_%'
"""
