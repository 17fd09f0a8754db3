"""Asking for forms: by when, with which reminders, and what becomes of both when the visit that they are for moves."""

from dataclasses import replace

from engine.agenda import WITHIN, ladder_of, rung_of, step_agenda
from engine.commands import Reason, RequestQuestionnaire
from engine.journey import Progress, not_ended
from engine.moments import Moment, deadline
from engine.turn import Turn
from engine.words import Ask
from engine.zones import said


def ask(turn: Turn, step: Ask, progress: Progress, because: str) -> None:
    routine = not step.during_hold and not turn.block(progress.block).safety
    if step.by == "patient" and routine and _open_forms(turn) > turn.pathway.open_forms:
        turn.steps[step.name] = replace(progress, state="queued", opened_at=None)
        turn.note(step.name, f"waits: {turn.pathway.open_forms} forms are open already", line=step.line)
        return
    due = _due(turn, step)
    progress = _laid_out(turn, step, replace(progress, due_at=due.at))
    turn.steps[step.name] = progress
    reason = turn.why(step, progress, because, f"answered by {due.because}")
    turn.order(
        RequestQuestionnaire(
            key=turn.key(step.name, progress.occurrence),
            reason=reason,
            instruments=step.instruments,
            by=step.by,
            due_at=due.at,
        )
    )
    if step.by == "patient" and step.template is not None:
        turn.send(
            progress,
            step.template,
            reason,
            urgency="safety" if step.during_hold else "routine",
            expires_at=max((entry.at for entry in progress.agenda), default=due.at),
        )


def due_anew(turn: Turn, step: Ask, progress: Progress) -> None:
    """The visit that the form is for has another start, or none: the form is due by then, and is reminded of by then."""
    due = _due(turn, step)
    if due.at == progress.due_at:
        return
    progress = _laid_out(turn, step, replace(progress, due_at=due.at))
    turn.steps[step.name] = progress
    turn.move_due(progress, due.at, Reason(step.line, f"due by {due.because}"))


def has_room(turn: Turn) -> bool:
    """Whether the patient may be asked for one more form."""
    return _open_forms(turn) < turn.pathway.open_forms


def _open_forms(turn: Turn) -> int:
    """Forms now open for the patient, one that is being opened included."""
    return sum(
        1
        for progress in not_ended(turn.steps)
        if progress.state == "open"
        and isinstance(found := turn.step(progress.step), Ask)
        and found.by == "patient"
    )


def _due(turn: Turn, step: Ask) -> Moment:
    """When the visit starts that the form is for, if that is known and ahead; else by its own deadline."""
    start = turn.anchors.get(step.before_visit or "")
    if start is not None and start > turn.now:
        return Moment(start, f"the start of {step.before_visit} on {said(start, turn.zone)}")
    return deadline(turn.now, step.within or WITHIN, zones=turn.zones, clinic=turn.clinic)


def _laid_out(turn: Turn, step: Ask, progress: Progress) -> Progress:
    """Reminders that count back from a visit and are past by now are left out for good, and that is said."""
    ladder = ladder_of(turn, step)
    kept, left_out = [], []
    for due in step_agenda(turn, step, progress):
        rung = rung_of(ladder, due)
        if rung is not None and rung.act == "remind" and "@" in due.what and due.at <= turn.now:
            left_out.append(due.what)
            turn.note(step.name, f"no reminder ({due.because}): that moment is past", line=step.line)
        else:
            kept.append(due)
    return replace(progress, agenda=tuple(kept), reached=(*progress.reached, *left_out))
