"""Case conferences: who must sit in, what each role writes down before, decided by a quorum, held again without one."""

from dataclasses import replace
from datetime import datetime

from engine import care_plan
from engine.agenda import step_agenda
from engine.choosing import propose
from engine.closing import end_step
from engine.commands import JoinConference, Reason
from engine.events import ConferenceDecided, ConferenceFailed, EventRefused
from engine.journey import Due, Progress, not_ended
from engine.judge import judge
from engine.moments import shift
from engine.tasking import move_task, open_input_task
from engine.turn import Turn
from engine.words import Confer


def confer(turn: Turn, step: Confer, progress: Progress, rule: str) -> None:
    """Put the patient on the agenda, and ask each role for what it has to say."""
    turn.steps[step.name] = replace(progress, agenda=step_agenda(turn, step, progress))
    join(turn, step, rule)
    for role in step.inputs:
        open_input_task(turn, step, progress, role, _cut_off(turn, step))


def join(turn: Turn, step: Confer, rule: str) -> None:
    """Put the patient on the agenda, with what the facts suggest and who must sit in."""
    proposal, suggested = propose(turn, step)
    facts = list(suggested)
    quorum = quorum_of(turn, step, facts)
    progress = turn.steps[step.name] = replace(turn.steps[step.name], asked=quorum)
    assert progress.due_at is not None
    turn.order(
        JoinConference(
            key=turn.key(step.name, progress.occurrence),
            reason=Reason(step.line, rule, tuple(facts)),
            quorum=quorum,
            due_at=progress.due_at,
            proposal=proposal,
            inputs=step.inputs,
            cut_off=_cut_off(turn, step) if step.inputs else None,
            outcomes=step.outcomes,
            plans=step.plans,
        )
    )


def quorum_of(turn: Turn, step: Confer, facts: list[str]) -> tuple[tuple[str, ...], ...]:
    """A seat that hangs on facts must be filled unless they rule it out: undecided is not no."""
    by_facts = (seat.roles for seat in step.seats if judge(seat.condition, turn, facts) is not False)
    return (*step.quorum, *by_facts)


def ask_others_to_sit_in(turn: Turn) -> None:
    """New facts may fill a seat, or empty one: whoever runs an open conference hears of it."""
    for progress in not_ended(turn.steps):
        step = turn.step(progress.step)
        if (
            progress.state == "open"
            and isinstance(step, Confer)
            and progress.asked != quorum_of(turn, step, [])
        ):
            join(turn, step, "other roles must sit in than before")


def decided(turn: Turn, step: Confer, event: ConferenceDecided) -> None:
    quorum = quorum_of(turn, step, [])
    absent = [" or ".join(seat) for seat in quorum if not set(seat) & set(event.present)]
    if absent:
        raise EventRefused(f"without {' and '.join(absent)} there is no quorum, so nothing can be decided")
    if step.outcomes and event.outcome not in step.outcomes:
        raise EventRefused(f"{step.name} is decided as one of: {', '.join(step.outcomes)}")
    if event.plan is not None and not step.plans:
        raise EventRefused(f"{step.name} does not decide a care plan")
    if event.plan is not None:
        care_plan.change_plan(turn, event.plan, f"decided by {step.name}")
    missing = [turn.tasks[key].role for key in _inputs(turn, step)]
    if missing:
        turn.note(step.name, f"held without the input of {', '.join(missing)}", line=step.line)
    end_step(turn, step, "done", "decided", outcome=event.outcome, facts=event.present)


def failed(turn: Turn, step: Confer, progress: Progress, event: ConferenceFailed) -> None:
    failures = progress.failures + 1
    turn.note(
        step.name, f"no quorum, for time {failures}: nothing was decided", line=step.line, facts=event.missing
    )
    at = shift(turn.now, step.retry, turn.clinic.zone, turn.clinic)
    retry = Due(at, "retry", f"held again {step.retry} after a meeting without quorum")
    agenda = tuple(sorted((*progress.agenda, retry), key=lambda due: due.at))
    due = max(at, progress.due_at or at)
    turn.steps[step.name] = replace(progress, failures=failures, agenda=agenda, due_at=due)
    if due != progress.due_at:
        reason = Reason(step.line, retry.because)
        turn.move_due(progress, due, reason)
        move_inputs(turn, step, reason)
    if failures >= step.failures and step.after_failures:
        turn.begin_block(f"failures/{step.name}")


def move_inputs(turn: Turn, step: Confer, reason: Reason) -> None:
    """The cut-off follows the meeting."""
    for key in _inputs(turn, step):
        move_task(turn, turn.tasks[key], _cut_off(turn, step), reason)


def _inputs(turn: Turn, step: Confer) -> list[str]:
    this = turn.steps[step.name].occurrence
    return [
        key
        for key, task in turn.tasks.items()
        if task.input and (task.step, task.occurrence) == (step.name, this)
    ]


def _cut_off(turn: Turn, step: Confer) -> datetime:
    held_by = turn.steps[step.name].due_at
    assert held_by is not None
    assert step.cut_off is not None
    return max(shift(held_by, -step.cut_off, turn.clinic.zone, turn.clinic), turn.now)
