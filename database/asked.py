"""What one patient was asked by text and may still answer: journeys, visits ahead, open forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from database.pool import Connection

SPOKEN_OF_FOR = timedelta(days=14)
"""So long after a text somebody may be answering it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRow:
    id: str
    pathway: str
    active: bool
    stage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    journey: str
    step: str
    occurrence: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    journey: str
    step: str
    occurrence: int
    instruments: tuple[str, ...]
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRows:
    """`journeys`: the active ones first. `visit` is the one that a text spoke of last and that is still ahead."""

    journeys: Sequence[JourneyRow]
    visit: VisitRow | None
    spoke_of_visits: bool
    forms: Sequence[FormRow]


async def asked_of(connection: Connection, patient: str, listener: str, at: datetime) -> AskedRows:
    """As it was at that moment, so that a text that is heard again is read as it was the first time."""
    journeys = await connection.fetch(_JOURNEYS, patient)
    spoken = await connection.fetch(_SPOKEN_OF_VISITS, patient, listener, at - SPOKEN_OF_FOR, at)
    visit = next((row for row in spoken if row["number"] is not None), None)
    forms = await connection.fetch(_FORMS, patient, listener, at)
    return AskedRows(
        journeys=[JourneyRow(**row) for row in journeys],
        visit=None if visit is None else VisitRow(**{name: visit[name] for name in _OF_A_VISIT}),
        spoke_of_visits=bool(spoken),
        forms=[FormRow(**{**row, "instruments": tuple(row["instruments"])}) for row in forms],
    )


_OF_A_VISIT = ("journey", "step", "occurrence", "number")
_JOURNEYS = """
select id, pathway || '@' || fingerprint as pathway, status = 'active' as active, stage
from journey where patient = $1 order by active desc, id desc
"""
# The latest text first; of a step with several visits, the next one.
_SPOKEN_OF_VISITS = """
select prompt.journey, search.step, search.occurrence, appointment.number
from prompt
left join visit_search as search on search.journey = prompt.journey and search.state = 'booked'
  and (search.step = any(prompt.steps) or search.step = any(prompt.about))
left join appointment on appointment.journey = search.journey and appointment.key = search.key
  and appointment.starts_at > $4 and appointment.state in ('booked', 'confirmed')
where prompt.patient = $1 and prompt.listener = $2 and prompt.urgency = 'visit' and prompt.state = 'sent'
  and prompt.at > $3
order by prompt.at desc, appointment.starts_at
"""
_FORMS = """
select journey, step, occurrence, instruments, due_at from questionnaire_request
where patient = $1 and asked_of = $2 and opened_at <= $3 and (ended_at is null or ended_at >= $3)
order by opened_at desc
"""
