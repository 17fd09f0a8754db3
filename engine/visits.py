"""Visits and procedures: booked, moved, confirmed, attended, missed, cancelled, and what hangs on them re-timed."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from engine.agenda import step_agenda
from engine.booking import ask_for_slot, renewed
from engine.closing import close_block, end_step, undo_before
from engine.commands import Reason
from engine.events import (
    EventRefused,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
)
from engine.journey import Progress, Visit
from engine.moments import short_notice
from engine.tasking import open_support_task
from engine.turn import Turn
from engine.walking import revive
from engine.words import Book, Procedure
from engine.zones import said, utc

VisitEvent = VisitMoved | VisitConfirmed | VisitAttended | VisitMissed | VisitCancelled


def hear_booked(turn: Turn, event: VisitsBooked, step: Book | Procedure, progress: Progress) -> None:
    wanted = step.visits if isinstance(step, Book) else 1
    if len(event.starts) != wanted:
        raise EventRefused(f"{step.name} is {wanted} visits; {len(event.starts)} were booked")
    turn.close_tasks(step.name, progress.occurrence, Reason(step.line, "booked"), supporting=True)
    was = turn.anchors.get(step.name)
    visits = tuple(Visit(start) for start in sorted(utc(start) for start in event.starts))
    _lay_out(turn, step, replace(progress, visits=visits), turn.now)
    turn.note(step.name, f"booked for {said(visits[0].start, turn.zone)}", line=step.line)
    turn.set_anchor(step.name, visits[0].start)
    if was is not None and was != visits[0].start:
        _do_again(turn, step)


def hear_unavailable(turn: Turn, step: Book | Procedure, progress: Progress) -> None:
    open_support_task(
        turn, step, progress, turn.pathway.coordinator, f"no free slot for {step.name} was found"
    )


def hear_visit(turn: Turn, event: VisitEvent, step: Book | Procedure, progress: Progress) -> None:
    if not 1 <= event.number <= len(progress.visits):
        raise EventRefused(f"{step.name} has no visit number {event.number} booked")
    place = event.number - 1
    if progress.visits[place].state not in ("booked", "confirmed"):
        raise EventRefused(f"visit {event.number} of {step.name} is already {progress.visits[place].state}")
    match event:
        case VisitMoved():
            _moved(turn, step, progress, place, utc(event.start))
        case VisitConfirmed():
            turn.steps[step.name] = _with(progress, place, "confirmed")
        case VisitAttended():
            _attended(turn, step, progress, place)
        case VisitMissed():
            _missed(turn, step, progress, place)
        case VisitCancelled():
            _cancelled(turn, step, progress, place)
        case _:
            assert_never(event)


def _moved(turn: Turn, step: Book | Procedure, progress: Progress, place: int, start: datetime) -> None:
    was = progress.visits[place].start
    visits = (*progress.visits[:place], Visit(start), *progress.visits[place + 1 :])
    _lay_out(turn, step, replace(progress, visits=visits), turn.now)
    turn.note(step.name, f"moved from {said(was, turn.zone)} to {said(start, turn.zone)}", line=step.line)
    if place == 0:
        turn.set_anchor(step.name, start)
    _do_again(turn, step)


def _do_again(turn: Turn, step: Book | Procedure) -> None:
    """What was done for a procedure's old date is undone, and waits for the new one."""
    if isinstance(step, Procedure):
        for name in undo_before(turn, step.name):
            revive(turn, name)


def _attended(turn: Turn, step: Book | Procedure, progress: Progress, place: int) -> None:
    progress = _settled(turn, step, progress, place, "attended")
    turn.count(step.name, "kept")
    if isinstance(step, Procedure):
        close_block(turn, f"before/{step.name}", "superseded", f"{step.name} has taken place")
        end_step(turn, step, "done", "took place")
        turn.begin_block(f"after/{step.name}")
        return
    _end_if_all_settled(turn, step, progress)


def _missed(turn: Turn, step: Book | Procedure, progress: Progress, place: int) -> None:
    start = progress.visits[place].start
    turn.note(step.name, f"did not attend on {said(start, turn.zone)}", line=step.line)
    progress = _settled(turn, step, progress, place, "missed")
    progress = replace(progress, failures=progress.failures + 1)
    turn.steps[step.name] = progress
    turn.count(step.name, "missed")
    if isinstance(step, Procedure):
        _rebook_procedure(turn, step, progress)
        return
    tier = min(progress.failures, len(step.missed))
    if tier:
        turn.begin_block(f"missed/{step.name}/{tier}")
    if step.visits > 1:
        _end_if_all_settled(turn, step, progress)
    elif progress.failures < len(step.missed):
        _rebook(turn, step, progress, f"booked anew after no-show {progress.failures}")
    else:
        end_step(turn, step, "could_not", f"did not attend {progress.failures} times")


def _cancelled(turn: Turn, step: Book | Procedure, progress: Progress, place: int) -> None:
    start = progress.visits[place].start
    if isinstance(step, Procedure):
        turn.steps[step.name] = replace(progress, visits=())
        undo_before(turn, step.name)
        close_block(turn, f"before/{step.name}", "cancelled", f"{step.name} is cancelled")
        end_step(turn, step, "cancelled", f"the visit of {said(start, turn.zone)} is off")
        return
    progress = _settled(turn, step, progress, place, "cancelled")
    if step.visits == 1:
        _rebook(turn, step, progress, f"booked anew: the visit of {said(start, turn.zone)} is off")
        return
    rule = f"visit {place + 1} of {step.name} was cancelled: replace it or go on without"
    open_support_task(turn, step, progress, turn.pathway.coordinator, rule)
    _end_if_all_settled(turn, step, turn.steps[step.name])


def _rebook(turn: Turn, step: Book, progress: Progress, rule: str) -> None:
    turn.drop_anchor(step.name)
    progress = renewed(turn, step, progress)
    turn.steps[step.name] = replace(progress, agenda=step_agenda(turn, step, progress))
    ask_for_slot(turn, step, turn.steps[step.name], Reason(step.line, rule))


def _rebook_procedure(turn: Turn, step: Procedure, progress: Progress) -> None:
    """A procedure that did not take place: what was done for it is undone, and waits for the new date."""
    turn.drop_anchor(step.name)
    progress = renewed(turn, step, progress)
    turn.steps[step.name] = replace(progress, agenda=step_agenda(turn, step, progress))
    _do_again(turn, step)
    rule = f"{step.name} did not take place: talk with the patient and book it anew"
    open_support_task(turn, step, turn.steps[step.name], turn.pathway.coordinator, rule, contact=True)
    ask_for_slot(turn, step, turn.steps[step.name], Reason(step.line, "booked anew after a no-show"))


def _settled(turn: Turn, step: Book | Procedure, progress: Progress, place: int, state: str) -> Progress:
    progress = _with(progress, place, state)
    progress = replace(progress, agenda=step_agenda(turn, step, progress))
    turn.steps[step.name] = progress
    turn.close_tasks(step.name, progress.occurrence, Reason(step.line, f"visit {state}"), supporting=True)
    return progress


def _end_if_all_settled(turn: Turn, step: Book, progress: Progress) -> None:
    states = [visit.state for visit in progress.visits]
    if any(state in ("booked", "confirmed") for state in states):
        return
    came = states.count("attended")
    end_step(turn, step, "done" if came else "could_not", f"{came} of {len(states)} visits attended")


def _with(progress: Progress, place: int, state: str) -> Progress:
    visit = replace(progress.visits[place], state=state)  # type: ignore[arg-type]  # one of the visit's states
    return replace(progress, visits=(*progress.visits[:place], visit, *progress.visits[place + 1 :]))


def _lay_out(turn: Turn, step: Book | Procedure, progress: Progress, made_at: datetime) -> None:
    """Reminders for the new date; one whose time lies before the visit was made is left out for good, and that is said."""
    kept, left_out = [], []
    for due in step_agenda(turn, step, progress):
        reminds = due.what.startswith("rung:") and "@" in due.what
        notice = short_notice(due.at, made_at, turn.zone) if reminds else None
        if notice is None:
            kept.append(due)
        else:
            left_out.append(due.what)
            turn.note(step.name, f"short notice, {due.because}: {notice}", line=step.line)
    turn.steps[step.name] = replace(progress, agenda=tuple(kept), reached=(*progress.reached, *left_out))
