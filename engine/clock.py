"""Time passing: each moment of the agenda that has come is acted on, in its order, until none is due."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from engine.agenda import again, ladder_of, rung_of, stamp
from engine.ahead import earliest
from engine.care_plan import start_therapy
from engine.closing import close_step, end_step
from engine.commands import CloseRequest, Reason, TellRoles
from engine.conferring import join
from engine.hearing import left_unfinished
from engine.journey import Due, OpenTask, Progress, TherapyProgress
from engine.ladders import Ladder, Rung
from engine.moments import shift
from engine.opening import next_cycle, open_on_time
from engine.spans import clinic_days
from engine.tasking import climb, fault, open_support_task
from engine.turn import Turn
from engine.walking import settle
from engine.words import Ask, Book, Confer, Procedure, Repeat, Step, Urgency

MOMENTS_PER_DECISION = 400
"""More moments than this are never acted on for one event; what is left is a fault that a person sees."""
SETTLED_WITHIN = clinic_days(2)
"""How long after a person was asked to settle a visit it is looked at again."""


def pass_time(turn: Turn) -> None:
    for _ in range(MOMENTS_PER_DECISION):
        found = earliest(turn, turn.index)
        if found is None or found[0].at > turn.now:
            return
        due, owner = found
        match owner:
            case Progress():
                _strike(turn, due, owner)
            case OpenTask():
                climb(turn, owner)
            case TherapyProgress():
                start_therapy(turn, owner.item.therapy)
            case _:
                assert_never(owner)
        settle(turn)
    fault(turn, f"stopped after {MOMENTS_PER_DECISION} moments in one decision: something is always due")


def _strike(turn: Turn, due: Due, progress: Progress) -> None:
    step = turn.step(progress.step)
    what, _, _ = due.what.partition("@")
    kind, _, number = what.partition(":")
    turn.touch(progress.block)
    match kind:
        case "open":
            open_on_time(turn, step, due.because)
        case "until":
            end_step(turn, step, "done", due.because)
        case "cycle":
            assert isinstance(step, Repeat)
            next_cycle(turn, step, progress)
        case "retry":
            assert isinstance(step, Confer)
            turn.steps[step.name] = replace(progress, agenda=progress.agenda[1:])
            join(turn, step, due.because)
        case "attendance":
            _ask_a_person(turn, step, progress, due, f"record whether the patient attended {step.name}")
        case "unbooked":
            _ask_a_person(turn, step, progress, due, f"book {step.name} with the patient")
        case "look_again":
            _ask_a_person(turn, step, progress, due, f"see what became of {step.name}")
        case _:
            _climb(turn, step, progress, due, int(number))


def _ask_a_person(turn: Turn, step: Step, progress: Progress, due: Due, what: str) -> None:
    """Have a person settle it, and look again: a task that is ticked off has not yet settled anything."""
    later = Due(shift(turn.now, SETTLED_WITHIN, turn.clinic.zone, turn.clinic), due.what, due.because)
    agenda = sorted((*progress.agenda[1:], later), key=lambda due: due.at)
    turn.steps[step.name] = replace(progress, agenda=tuple(agenda))
    helped = any(
        task.supports
        and not task.contact
        and (task.step, task.occurrence) == (step.name, progress.occurrence)
        for task in turn.tasks.values()
    )
    if not helped:
        rule = f"{due.because}: {what}"
        open_support_task(turn, step, turn.steps[step.name], turn.pathway.coordinator, rule)


def _passed(turn: Turn, progress: Progress, due: Due, again: tuple[Due, ...] = ()) -> None:
    reached = progress.reached if due.what in progress.reached else (*progress.reached, due.what)
    turn.steps[progress.step] = replace(progress, agenda=(*progress.agenda[1:], *again), reached=reached)


def _climb(turn: Turn, step: Step, progress: Progress, due: Due, number: int) -> None:
    """One rung of an open step's ladder."""
    ladder = ladder_of(turn, step)
    assert ladder is not None
    rung = ladder.whole[number]
    last = len(progress.agenda) == 1
    _passed(turn, progress, due, again(turn, ladder, number) if last else ())
    progress = turn.steps[step.name]
    if not _applies(rung, progress, due):
        return
    match rung.act:
        case "remind":
            _remind(turn, step, progress, due, rung, ladder)
        case "call":
            open_support_task(
                turn, step, progress, rung.roles[0], due.because,
                within=rung.within, severity=rung.severity, contact=True,
            )  # fmt: skip
        case "tell":
            _tell(turn, step, progress, due, rung)
        case "expire":
            _expire(turn, step, progress, due)
        case _:
            assert_never(rung.act)


def _applies(rung: Rung, progress: Progress, due: Due) -> bool:
    match rung.only_while:
        case "unconfirmed":
            return any(
                visit.state == "booked" and due.what.endswith(stamp(visit.start)) for visit in progress.visits
            )
        case "unbooked":
            return not progress.visits
        case "open" | "unaccepted":
            return True
        case _:
            assert_never(rung.only_while)


def _remind(turn: Turn, step: Step, progress: Progress, due: Due, rung: Rung, ladder: Ladder) -> None:
    """Only the latest of several reminders that an outage delayed is sent, and none for a visit that has begun."""
    start = _start_of(due, progress)
    if start is not None and start <= turn.now:
        turn.note(step.name, f"no reminder ({due.because}): the visit has begun", line=step.line)
        return
    if any(_outdoes(other, ladder) and other.at <= turn.now for other in progress.agenda):
        turn.note(step.name, f"no reminder ({due.because}): what follows it is due as well", line=step.line)
        return
    urgency: Urgency = (
        "visit" if isinstance(step, Book | Procedure) else "safety" if step.during_hold else "routine"
    )
    turn.send(
        progress,
        rung.template or "",
        Reason(step.line, due.because),
        urgency=urgency,
        other_channel=rung.other_channel,
        expires_at=start or max((d.at for d in progress.agenda), default=None),
    )


def _start_of(due: Due, progress: Progress) -> datetime | None:
    """The start that the rung counts from: of the step's own visit, or of the one that its form is for."""
    starts = (*(visit.start for visit in progress.visits), progress.due_at)
    return next((start for start in starts if start is not None and due.what.endswith(stamp(start))), None)


def _outdoes(due: Due, ladder: Ladder) -> bool:
    """A later reminder makes an earlier one needless, and so does the end of asking."""
    rung = rung_of(ladder, due)
    return rung is not None and rung.act in ("remind", "expire")


def _tell(turn: Turn, step: Step, progress: Progress, due: Due, rung: Rung) -> None:
    owner = getattr(step, "role", None) or getattr(step, "by", None) or turn.pathway.coordinator
    about = f"{step.name}#{progress.occurrence}"
    reason = Reason(step.line, f"{step.name} is open, {due.because}")
    key = turn.key(step.name, progress.occurrence)
    turn.order(
        TellRoles(
            key=key, reason=reason, about=about, roles=turn.told_by(rung, owner), severity=rung.severity
        )
    )


def _expire(turn: Turn, step: Step, progress: Progress, due: Due) -> None:
    if isinstance(step, Ask):
        left_unfinished(turn, step, progress)
        key = turn.key(step.name, progress.occurrence)
        request = f"{step.name}#{progress.occurrence}"
        turn.order(CloseRequest(key=key, reason=Reason(step.line, due.because), request=request))
        end_step(turn, step, "expired", f"no answer {due.because}")
    else:
        close_step(turn, step, "expired", due.because)
