"""Work for people: opening a task with its deadline and ladder, and telling others when it is late."""

from dataclasses import replace
from datetime import datetime

from engine.agenda import LOOK_AGAIN, again, task_agenda, whoever_has_it
from engine.ahead import FAULT
from engine.commands import Key, Reason, TellRoles
from engine.journey import Due, OpenTask, Progress
from engine.moments import deadline
from engine.spans import Span, clinic_days
from engine.turn import Turn
from engine.words import Choose, Confer, Step, Task

FAULT_WITHIN = clinic_days(1)
UNDECIDED_WITHIN = clinic_days(2)
BY_THE_CLOCK = frozenset({"minutes", "hours"})
"""An alert that must be settled within minutes or hours runs at night too; others are work for clinic days."""


def open_step_task(turn: Turn, step: Task, progress: Progress, because: str) -> None:
    """The task that is this step's own: the step ends when a person has done it."""
    task = _task(turn, step, progress, step.role, step.within, step.severity, step.ladder)
    task = replace(task, outcomes=step.outcomes, contact=step.contact)
    turn.steps[step.name] = replace(progress, due_at=task.due_at)
    reason = turn.why(step, progress, because)
    turn.open_task(task, _same_key(turn, step, progress), reason)
    _show(turn, progress, step.severity, reason, private=step.private)


def open_support_task(
    turn: Turn,
    step: Step,
    progress: Progress,
    role: str,
    rule: str,
    *,
    within: Span | None = None,
    severity: str | None = None,
    by: datetime | None = None,
    contact: bool = False,
    shown: bool = True,
) -> None:
    """Work that helps a step along, and is closed with it unless it is about safety. It is due `by` then at the latest.

    Unless it is `shown`, the patient reads nothing of its severity.
    """
    if contact and turn.ending == "died":
        turn.note(step.name, "nobody is phoned: the patient died", line=step.line)
        return
    task = _task(turn, step, progress, role, within, severity, None)
    if by is not None and by < task.due_at:
        task = _with_agenda(turn, replace(task, due_at=by))
    reason = Reason(step.line, rule)
    turn.open_task(replace(task, supports=True, contact=contact), _same_key(turn, step, progress), reason)
    _show(turn, progress, severity, reason, private=not shown)


def open_input_task(turn: Turn, step: Confer, progress: Progress, role: str, due_at: datetime) -> None:
    """What one role has to say to a conference. Late, it is chased; missing, it holds up nothing."""
    task = _task(turn, step, progress, role, None, None, None)
    task = replace(task, due_at=due_at, supports=True, input=True, safety=False)
    reason = Reason(step.line, f"input for {step.name}, due {step.cut_off} before it is to be held")
    turn.open_task(_with_agenda(turn, task), _same_key(turn, step, progress), reason)


def move_task(turn: Turn, task: OpenTask, due_at: datetime, reason: Reason) -> None:
    """The rungs count from the new time."""
    if due_at != task.due_at:
        turn.tasks[task.key] = _with_agenda(turn, replace(task, due_at=due_at))
        turn.move_due(task, due_at, reason)


def open_undecided_task(turn: Turn, step: Choose, progress: Progress, facts: tuple[str, ...]) -> None:
    """The facts do not decide: a person does."""
    task = _task(turn, step, progress, turn.pathway.coordinator, UNDECIDED_WITHIN, None, None)
    task = replace(task, outcomes=(*(case.label for case in step.cases), "otherwise"))
    turn.steps[step.name] = replace(progress, due_at=task.due_at)
    reason = Reason(step.line, f"{step.name} cannot be decided from the facts", facts)
    turn.open_task(task, _same_key(turn, step, progress), reason)


def open_loose_task(turn: Turn, name: str, role: str, due_at: datetime, rule: str, line: str = "") -> None:
    """A task of no step: a fault of the pathway, or the review of a hold."""
    occurrence = turn.runs.get(name, 0) + 1
    turn.runs[name] = occurrence
    key = turn.key(name, occurrence)
    task = OpenTask(
        key=str(key),
        step=name,
        occurrence=occurrence,
        role=role,
        block=name,
        opened_at=turn.now,
        due_at=due_at,
        ladder=turn.pathway.task_ladder,
    )
    turn.open_task(_with_agenda(turn, task), key, Reason(line, rule))


def fault(turn: Turn, rule: str, line: str = "") -> None:
    """The pathway cannot go on by itself: operations staff see it as a task."""
    if not any(task.step == FAULT for task in turn.tasks.values()):
        due = deadline(turn.now, FAULT_WITHIN, zones=turn.zones, clinic=turn.clinic)
        open_loose_task(turn, FAULT, turn.pathway.operations, due.at, rule, line)


def climb(turn: Turn, task: OpenTask) -> None:
    """The next rung of a task's ladder has been reached: tell whom it names, unless it has been taken up."""
    due, rest = task.agenda[0], task.agenda[1:]
    ladder = turn.index.ladders[task.ladder]
    if due.what == LOOK_AGAIN:
        turn.tasks[task.key] = replace(task, agenda=(whoever_has_it(turn, turn.now),))
        _tell(turn, task, due, (task.role, turn.pathway.coordinator))
        return
    number = int(due.what.removeprefix("rung:"))
    rung = ladder.whole[number]
    rest = rest or again(turn, ladder, number) or (whoever_has_it(turn, turn.now),)
    turn.tasks[task.key] = replace(task, agenda=rest, reached=_reached(task, due.what))
    if rung.only_while == "unaccepted" and task.accepted:
        return
    _tell(turn, task, due, turn.told_by(rung, task.role))


def _tell(turn: Turn, task: OpenTask, due: Due, roles: tuple[str, ...]) -> None:
    """Each of them once."""
    key = turn.key(task.step, task.occurrence)
    reason = Reason(_line(turn, task), f"{task.key} is open, {due.because}")
    told = tuple(dict.fromkeys(roles))
    turn.order(TellRoles(key=key, reason=reason, about=task.key, roles=told, severity=task.severity))


def _reached(task: OpenTask, what: str) -> tuple[str, ...]:
    return task.reached if what in task.reached else (*task.reached, what)


def _line(turn: Turn, task: OpenTask) -> str:
    return "" if task.block == task.step else turn.step(task.step).line


def _task(
    turn: Turn,
    step: Step,
    progress: Progress,
    role: str,
    within: Span | None,
    severity: str | None,
    ladder: str | None,
) -> OpenTask:
    level = turn.index.severities[severity] if severity else None
    span = within or (level.within if level else clinic_days(1))
    due = deadline(turn.now, span, zones=turn.zones, clinic=turn.clinic)
    return _with_agenda(
        turn,
        OpenTask(
            key=str(turn.key(step.name, progress.occurrence)),
            step=step.name,
            occurrence=progress.occurrence,
            role=role,
            block=progress.block,
            opened_at=turn.now,
            due_at=due.at,
            ladder=ladder or (level.ladder if level else turn.pathway.task_ladder),
            severity=severity,
            safety=severity is not None or turn.block(progress.block).safety,
        ),
    )


def _same_key(turn: Turn, step: Step, progress: Progress) -> Key:
    """The key that the task was just given as its name."""
    attempt = turn.attempts[f"{step.name}#{progress.occurrence}"]
    return Key(turn.was.id, step.name, progress.occurrence, attempt)


def _with_agenda(turn: Turn, task: OpenTask) -> OpenTask:
    return replace(task, agenda=task_agenda(turn, turn.index.ladders[task.ladder], task))


def _show(turn: Turn, progress: Progress, severity: str | None, reason: Reason, *, private: bool) -> None:
    """What the patient sees at once when an alert is raised; nothing where the phone may be seen by others."""
    level = turn.index.severities[severity] if severity else None
    if level is not None and level.shows is not None and not private:
        turn.send(
            progress, level.shows, reason, urgency="safety" if level.within.unit in BY_THE_CLOCK else "alert"
        )
