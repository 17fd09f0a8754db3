"""What a workflow asks an activity to do: plain data that points at what is written down already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.words import Urgency

What = Literal["send_message", "schedule_visit", "join_conference", "leave_conference", "start_pathway"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The step that something is done for."""

    journey: str
    step: str
    occurrence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to do in the world: the activity `what` finds it in the record under its journey and key.

    `about` are all steps that it is done for: one text can speak of several. `at` is the patient's time: an
    activity reads no clock of its own.
    """

    what: What
    patient: str
    journey: str
    key: str
    about: tuple[About, ...]
    at: datetime
    urgency: Urgency = "routine"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsFound:
    """What the calendars had: all visits of the step, or none."""

    outcome: Literal["booked", "unavailable", "not_wanted"]
    starts: tuple[datetime, ...] = ()
