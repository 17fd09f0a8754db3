"""What somebody is going to do, and whether it can still be done once the world has moved on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Event,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitConfirmed,
    VisitMissed,
    VisitsBooked,
)
from engine.journey import Journey, Progress

By = Literal["patient", "staff", "clinic", "team"]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody is going to do. `start` is the visit's, as it was when this was foreseen."""

    at: datetime
    by: By
    event: Event
    start: datetime | None = None


def still_possible(act: Act, journey: Journey) -> bool:
    match act.event:
        case TaskAccepted(task=key) | TaskDone(task=key):
            return key in journey.tasks
        case (
            Answered(step=str(step), occurrence=occurrence)
            | ConferenceDecided(step=step, occurrence=occurrence)
            | ConferenceFailed(step=step, occurrence=occurrence)
        ):
            return _is_open(journey.steps.get(step), occurrence) and _may_meet(act, journey)
        case VisitsBooked(step=step, occurrence=occurrence):
            progress = journey.steps.get(step)
            return progress is not None and _is_open(progress, occurrence) and not progress.visits
        case VisitAttended() | VisitMissed() | VisitConfirmed():
            return _is_ahead(act, act.event, journey)
        case _:
            # Only the end of a hold is left.
            return journey.hold is not None


def _may_meet(act: Act, journey: Journey) -> bool:
    return isinstance(act.event, Answered) or journey.status == "active"


def _is_open(progress: Progress | None, occurrence: int | None) -> bool:
    return progress is not None and progress.state == "open" and progress.occurrence == occurrence


def _is_ahead(act: Act, event: VisitAttended | VisitMissed | VisitConfirmed, journey: Journey) -> bool:
    progress = journey.steps.get(event.step)
    if progress is None or not _is_open(progress, event.occurrence) or len(progress.visits) < event.number:
        return False
    visit = progress.visits[event.number - 1]
    states = ("booked",) if isinstance(event, VisitConfirmed) else ("booked", "confirmed")
    return visit.start == act.start and visit.state in states
