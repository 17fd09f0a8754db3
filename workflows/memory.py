"""What one patient's workflow carries from run to run: plain data, every field with a default, no more than it needs."""

from dataclasses import dataclass, field
from datetime import datetime

from activities.orders import Order
from engine.care import Care
from engine.events import Enrolled
from engine.journey import PlanItem
from engine.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMemory:
    """`clock` is the conductor's time; None where the patient lives by Temporal's own timer.

    A run ends and hands all of this on after `events_per_run` history events.
    """

    patient: str
    care: Care = field(default_factory=lambda: Care(journeys={}, voice=Voice()))
    language: str = "en"
    written: int = 0
    orders: tuple[Order, ...] = ()
    clock: datetime | None = None
    events_per_run: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A patient joins a pathway: `pathway` is its reference, name and fingerprint (workflows/known.py)."""

    journey: str
    pathway: str
    event: Enrolled


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """It is written down, at `now` by the patient's clock. `written` counts the lines of the patient's journal;
    `waiting` orders wait for their turn."""

    written: int
    now: datetime
    next_at: datetime | None
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Something that waits for somebody."""

    step: str
    what: str
    whom: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyPicture:
    journey: str
    pathway: str
    status: str
    stage: str | None
    ending: str | None
    hold_until: datetime | None
    plan: tuple[PlanItem, ...]
    open: tuple[Opening, ...]
    next_at: datetime | None
    next_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole of one patient: where each journey stands, what is open and for whom, what comes next and why."""

    patient: str
    status: str
    journeys: tuple[JourneyPicture, ...]
    next_at: datetime | None
    next_because: str | None
