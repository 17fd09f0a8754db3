"""On hold: the patient's timers stand still until a person resumes; safety rules and safety tasks go on."""

from dataclasses import replace
from datetime import datetime

from engine.agenda import due_with_a_visit
from engine.ahead import HOLD, goes_on
from engine.closing import end_step
from engine.commands import Reason
from engine.journey import Due, OnHold, OpenTask, Progress, not_ended
from engine.moments import clinic_day_on_or_after, local, outside_quiet, shift
from engine.spans import Span, days
from engine.tasking import open_loose_task
from engine.turn import Turn
from engine.words import Ask, Book, Confer, Hold, Procedure
from engine.zones import utc, wall

LONGEST_HOLD = days(30)
"""Clinical reference 4.0 [P]: nobody is on hold longer without a person looking again."""


def put_on_hold(turn: Turn, review_at: datetime, reason: str, line: str = "") -> None:
    """Freeze the timers, and give a person the day on which they look again."""
    latest = shift(turn.now, LONGEST_HOLD, turn.zone, turn.clinic)
    review_at = min(utc(review_at), latest)
    turn.hold = OnHold(since=turn.now, review_at=review_at, reason=reason)
    _open_review(turn, review_at, reason, line)


def review_again(turn: Turn, review: OpenTask) -> None:
    """A person has looked, and the hold goes on: they look again as long after."""
    assert turn.hold is not None
    opened, due = wall(review.opened_at, turn.zone), wall(review.due_at, turn.zone)
    every = days(max((due.date() - opened.date()).days, 1))
    review_at = shift(turn.now, every, turn.zone, turn.clinic)
    turn.hold = replace(turn.hold, review_at=review_at)
    _open_review(turn, review_at, turn.hold.reason, "")


def _open_review(turn: Turn, review_at: datetime, reason: str, line: str) -> None:
    booked = sorted(
        p.step for p in not_ended(turn.steps) if any(v.state in ("booked", "confirmed") for v in p.visits)
    )
    kept = f"; still booked: {', '.join(booked)}" if booked else ""
    rule = f"on hold, {reason}: review it{kept}"
    open_loose_task(turn, HOLD, turn.pathway.coordinator, review_at, rule, line)


def resume(turn: Turn) -> None:
    """Timers go on where they stood: everything but the starts of visits moves by the whole days on hold.

    What began during the hold moves by the days since then.
    """
    assert turn.hold is not None
    away = _away(turn, turn.hold.since)
    _put_off_everything(turn, turn.hold.since, Reason("", f"resumed after {away}"))
    turn.note(HOLD, f"resumed after {away}: what was ahead moves by as much, booked visits stay")
    turn.hold = None
    for task in [task for task in turn.tasks.values() if task.step == HOLD]:
        turn.close_tasks(task.step, task.occurrence, Reason("", "resumed"))
    for progress in not_ended(turn.steps):
        if progress.state == "open" and isinstance(step := turn.step(progress.step), Hold):
            end_step(turn, step, "done", "resumed")


def _put_off_everything(turn: Turn, since: datetime, reason: Reason) -> None:
    """Whoever keeps a list of what is due hears of each time that moves."""
    for progress in not_ended(turn.steps):
        name = progress.step
        if progress.state != "ended" and not goes_on(turn, progress):
            turn.steps[name] = _moved_on(turn, progress, max(since, _counted_from(turn, progress)))
            _tell_if_moved(turn, progress, turn.steps[name], reason)
    for key, task in turn.tasks.items():
        if not goes_on(turn, task):
            turn.tasks[key] = _put_off(turn, task, max(since, task.opened_at))
            _tell_if_moved(turn, task, turn.tasks[key], reason)
    turn.plan = turn.plan and [
        replace(therapy, agenda=tuple(replace(due, at=_later(turn, due.at, since)) for due in therapy.agenda))
        for therapy in turn.plan
    ]
    for name, at in turn.anchors.items():
        if not _is_visit(turn, name):
            turn.anchors[name] = _later(turn, at, since if at > turn.now else max(since, at))


def _tell_if_moved(turn: Turn, was: Progress | OpenTask, now: Progress | OpenTask, reason: Reason) -> None:
    if now.due_at is not None and now.due_at != was.due_at and _is_asked_for(turn, now):
        turn.move_due(now, now.due_at, reason)


def _is_asked_for(turn: Turn, of: Progress | OpenTask) -> bool:
    """A task, or an open request, meeting or search for a visit; the step of a task has no time of its own."""
    if isinstance(of, OpenTask):
        return True
    step = turn.step(of.step)
    return isinstance(step, Ask | Confer) or (isinstance(step, Book | Procedure) and not of.visits)


def _away(turn: Turn, since: datetime) -> Span:
    """Whole local days, rounded up, so that times of day stay what they were."""
    there, here = wall(since, turn.zone), wall(turn.now, turn.zone)
    count = (here.date() - there.date()).days + (1 if here.time() > there.time() else 0)
    return days(max(count, 0))


def _later(turn: Turn, at: datetime, since: datetime) -> datetime:
    return shift(at, _away(turn, since), turn.zone, turn.clinic)


def _counted_from(turn: Turn, progress: Progress) -> datetime:
    """When the step's time began to run: as it opened, or from the anchor that it waits on."""
    when = turn.step(progress.step).when
    anchor = None if when is None else turn.anchors.get(when.anchor)
    began = progress.opened_at or anchor
    assert turn.hold is not None
    return turn.hold.since if began is None or began > turn.now else began


def _moved_on(turn: Turn, progress: Progress, since: datetime) -> Progress:
    opened_at, due_at = progress.opened_at, progress.due_at
    when = turn.step(progress.step).when
    stays = progress.state != "open" and when is not None and _is_visit(turn, when.anchor)
    return replace(
        progress,
        opened_at=None if opened_at is None else _later(turn, opened_at, since),
        due_at=due_at if due_at is None or due_with_a_visit(turn, progress) else _later(turn, due_at, since),
        agenda=progress.agenda if stays else tuple(_due_later(turn, due, since) for due in progress.agenda),
    )


def _due_later(turn: Turn, due: Due, since: datetime) -> Due:
    """What counts from the start of a visit stays with it."""
    if "@" in due.what:
        return due
    return replace(due, at=outside_quiet(_later(turn, due.at, since), turn.zone, turn.clinic).at)


def _put_off(turn: Turn, task: OpenTask, since: datetime) -> OpenTask:
    return replace(
        task,
        due_at=_on_clinic_day(turn, task.due_at, since),
        agenda=tuple(replace(due, at=_on_clinic_day(turn, due.at, since)) for due in task.agenda),
    )


def _on_clinic_day(turn: Turn, at: datetime, since: datetime) -> datetime:
    """As many days later, or on the first clinic day after them, at the same time of day in the clinic."""
    there = wall(shift(at, _away(turn, since), turn.clinic.zone, turn.clinic), turn.clinic.zone)
    return local(clinic_day_on_or_after(there.date(), turn.clinic), there.time(), turn.clinic.zone)


def _is_visit(turn: Turn, anchor: str) -> bool:
    added = {step.name: step for step in turn.added}
    return isinstance(turn.index.steps.get(anchor) or added.get(anchor), Book | Procedure)
