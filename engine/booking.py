"""Asking for visits: from when on they may be held, by when, and whether what is booked still lies in that time."""

from dataclasses import replace
from datetime import datetime

from engine.agenda import WITHIN, step_agenda
from engine.commands import Reason, ScheduleVisit
from engine.journey import Progress
from engine.moments import Moment, deadline, moment
from engine.turn import Turn
from engine.words import Book, Procedure, When


def book(turn: Turn, step: Book | Procedure, progress: Progress, because: str) -> None:
    earliest, due = _window(turn, step)
    progress = replace(progress, due_at=due.at)
    progress = replace(progress, agenda=step_agenda(turn, step, progress))
    turn.steps[step.name] = progress
    since = f"from {earliest.because}, " if earliest else ""
    ask_for_slot(turn, step, progress, turn.why(step, progress, because, f"held {since}by {due.because}"))


def ask_for_slot(turn: Turn, step: Book | Procedure, progress: Progress, reason: Reason) -> None:
    assert progress.due_at is not None
    earliest, _ = _window(turn, step)
    series = step if isinstance(step, Book) else None
    turn.order(
        ScheduleVisit(
            key=turn.key(step.name, progress.occurrence),
            reason=reason,
            role=step.role,
            minutes=step.minutes,
            modes=series.modes if series else ("in_person",),
            not_before=earliest.at if earliest else None,
            due_at=progress.due_at,
            visits=series.visits if series else 1,
            every=series.every if series else None,
        )
    )


def renewed(turn: Turn, step: Book | Procedure, progress: Progress) -> Progress:
    """The step as if it opened now: a visit booked anew has its whole time again, and its ladder from the start."""
    _, due = _window(turn, step)
    return replace(progress, visits=(), opened_at=turn.now, due_at=due.at, reached=())


def still_fits(turn: Turn, step: Book | Procedure, progress: Progress) -> bool:
    """Whether what is booked has begun, or lies in the time that is allowed now; a search never does."""
    if any(visit.state in ("attended", "missed") for visit in progress.visits):
        return True
    if step.not_before is None or step.not_before.anchor not in turn.anchors:
        return False
    earliest, due = _window(turn, step)
    starts = [visit.start for visit in progress.visits if visit.state in ("booked", "confirmed")]
    return bool(starts) and due.at >= max(starts) and (earliest is None or earliest.at <= min(starts))


def moment_of(turn: Turn, when: When, anchor: datetime) -> Moment:
    return moment(
        when.anchor,
        anchor,
        when.offset,
        at=when.at,
        zones=turn.zones,
        clinic=turn.clinic,
        now=turn.now,
        on_clinic_day=when.on_clinic_day,
    )


def _window(turn: Turn, step: Book | Procedure) -> tuple[Moment | None, Moment]:
    """From when on a visit may be held, None if that is now; and by when: `within` counts from the later of the two."""
    not_before = step.not_before
    anchor = turn.anchors.get(not_before.anchor) if not_before else None
    earliest = None if not_before is None or anchor is None else moment_of(turn, not_before, anchor)
    if earliest is not None and earliest.was_due is not None:
        earliest = None
    since = earliest.at if earliest else turn.now
    return earliest, deadline(since, step.within or WITHIN, zones=turn.zones, clinic=turn.clinic)
