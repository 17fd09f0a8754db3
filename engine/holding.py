"""On hold: the patient's timers stand still until a person resumes; safety rules and safety tasks go on."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.ahead import HOLD, goes_on
from engine.commands import Reason
from engine.journey import Due, OnHold
from engine.moments import outside_quiet, shift
from engine.spans import Span, clinic_days, days
from engine.tasking import open_loose_task
from engine.turn import Turn
from engine.words import Book, Procedure
from engine.zones import wall

LONGEST_HOLD = days(30)
"""Clinical reference 4.0 [P]: nobody is on hold longer without a person looking again."""


def put_on_hold(turn: Turn, review_at: datetime, reason: str, line: str = "") -> None:
    """Freeze the timers, and give a person the day on which they look again."""
    latest = shift(turn.now, LONGEST_HOLD, turn.zone, turn.clinic)
    review_at = min(review_at, latest)
    turn.hold = OnHold(since=turn.now, review_at=review_at, reason=reason)
    _open_review(turn, review_at, reason, line)


def review_again(turn: Turn) -> None:
    """A person has looked, and the hold goes on: they look again as long after."""
    assert turn.hold is not None
    hold, every = turn.hold, turn.hold.review_at - turn.hold.since
    review_at = turn.now + min(max(every, timedelta(days=1)), timedelta(days=LONGEST_HOLD.count))
    turn.hold = replace(hold, review_at=review_at)
    _open_review(turn, review_at, hold.reason, "")


def _open_review(turn: Turn, review_at: datetime, reason: str, line: str) -> None:
    booked = sorted(
        p.step for p in turn.steps.values() if any(v.state in ("booked", "confirmed") for v in p.visits)
    )
    kept = f"; still booked: {', '.join(booked)}" if booked else ""
    open_loose_task(
        turn, HOLD, turn.pathway.coordinator, days(0), f"on hold, {reason}: review it{kept}", line
    )
    task = next(task for task in turn.tasks.values() if task.step == HOLD)
    until = review_at - task.due_at
    turn.tasks[task.key] = replace(
        task, due_at=review_at, agenda=tuple(replace(due, at=due.at + until) for due in task.agenda)
    )


def resume(turn: Turn) -> None:
    """Timers go on where they stood: everything but the starts of visits moves by the whole days on hold."""
    assert turn.hold is not None
    away = Span(unit="days", count=_whole_days(turn, turn.hold.since))
    for name in [name for name in turn.anchors if not _is_visit(turn, name)]:
        turn.anchors[name] = _later(turn, turn.anchors[name], away)
    for name, progress in turn.steps.items():
        if progress.state != "ended" and not goes_on(turn, progress):
            turn.steps[name] = replace(
                progress,
                opened_at=None if progress.opened_at is None else _later(turn, progress.opened_at, away),
                due_at=None if progress.due_at is None else _later(turn, progress.due_at, away),
                agenda=_shifted(turn, name, progress.agenda, away),
            )
    for key, task in turn.tasks.items():
        if not goes_on(turn, task):
            turn.tasks[key] = replace(
                task,
                due_at=_clinic_time(turn, _later(turn, task.due_at, away)),
                agenda=tuple(
                    replace(due, at=_clinic_time(turn, _later(turn, due.at, away))) for due in task.agenda
                ),
            )
    if turn.plan is not None:
        turn.plan = [
            replace(therapy, agenda=tuple(replace(d, at=_later(turn, d.at, away)) for d in therapy.agenda))
            for therapy in turn.plan
        ]
    turn.hold = None
    for task in [task for task in turn.tasks.values() if task.step == HOLD]:
        turn.close_tasks(task.step, task.occurrence, Reason("", "resumed"))
    turn.note(HOLD, f"resumed after {away}: what was ahead moves by as much, booked visits stay")


def _whole_days(turn: Turn, since: datetime) -> int:
    """Whole local days, rounded up, so that times of day stay what they were."""
    there, here = wall(since, turn.zone), wall(turn.now, turn.zone)
    return (here.date() - there.date()).days + (1 if here.time() > there.time() else 0)


def _later(turn: Turn, at: datetime, away: Span) -> datetime:
    return shift(at, away, turn.zone, turn.clinic)


def _clinic_time(turn: Turn, at: datetime) -> datetime:
    return shift(at, clinic_days(0), turn.clinic.zone, turn.clinic)


def _is_visit(turn: Turn, anchor: str) -> bool:
    return isinstance(turn.index.steps.get(anchor), Book | Procedure)


def _shifted(turn: Turn, name: str, agenda: tuple[Due, ...], away: Span) -> tuple[Due, ...]:
    when = turn.step(name).when
    if when is not None and _is_visit(turn, when.anchor):
        return agenda
    return tuple(
        due
        if "@" in due.what
        else replace(due, at=outside_quiet(_later(turn, due.at, away), turn.zone, turn.clinic).at)
        for due in agenda
    )
