"""The moments that lie ahead of an open step or task: its ladder's rungs, laid out in time and explained."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from engine.journey import Due, OpenTask, Progress, Visit, not_ended
from engine.ladders import Ladder, Rung, Since
from engine.moments import is_quiet, local, next_open, on_local_day, outside_quiet, shift
from engine.spans import clinic_days, days
from engine.turn import Turn
from engine.words import Ask, Book, Confer, Procedure, Step
from engine.zones import wall

MOVED = "moved"
"""Among what a step has reached: a person has set its time, which no rule overrules."""
WITHIN = days(7)
"""A deadline for steps whose author gave none; `check` refuses them, a step added by hand may lack one."""
ATTENDANCE_WITHIN = clinic_days(1)
"""After a visit's start, how long its role has to say whether the patient came before a person is asked."""

LOOK_AGAIN = "look_again"
LOOK_AGAIN_AFTER = clinic_days(3)
"""An open step is never forgotten: so long after anybody last saw to it, a person looks at it once more [P]."""

_BASE_WORDS: Mapping[Since, str] = {"due": "it was due", "start": "the visit"}


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a rung since "opened" counts from, and how that is called."""

    at: datetime
    words: str = "it was opened"


def ladder_of(turn: Turn, step: Step) -> Ladder | None:
    """The step's own ladder; work for staff and meetings climb the pathway's task ladder unless they name one."""
    named = getattr(step, "ladder", None)
    if named is None and (isinstance(step, Confer) or (isinstance(step, Ask) and step.by != "patient")):
        named = turn.pathway.task_ladder
    return None if named is None else turn.index.ladders[named]


def step_agenda(turn: Turn, step: Step, progress: Progress) -> tuple[Due, ...]:
    """What is still ahead of an open step, earliest first: rungs already climbed only if they come again."""
    dues: list[Due] = []
    ladder = ladder_of(turn, step)
    if ladder is not None and progress.opened_at is not None:
        opened = _Opened(progress.opened_at)
        dues += _climbed(ladder, opened, lambda *rung: _rung_dues(turn, progress, *rung))
    if isinstance(step, Book | Procedure):
        dues += [_attendance(turn, visit.start) for visit in progress.visits if _is_ahead(visit)]
        if not progress.visits and progress.due_at is not None:
            dues.append(
                Due(progress.due_at, "unbooked", "when it should have been held it was not even booked")
            )
    ahead = [due for due in dues if due.what not in progress.reached]
    ahead += [due for due in progress.agenda if due.what in progress.reached]
    return _in_order(ahead)


def forget_nothing(turn: Turn) -> None:
    """An open step that has no moment ahead and is in nobody's hands is looked at again by a person."""
    in_hand = {(task.step, task.occurrence) for task in turn.tasks.values()}
    for progress in not_ended(turn.steps):
        name = progress.step
        if progress.state != "open" or progress.agenda or (name, progress.occurrence) in in_hand:
            continue
        if isinstance(turn.step(name), Ask | Book | Procedure | Confer):
            turn.steps[name] = replace(progress, agenda=(_look_again(turn, progress),))


def _look_again(turn: Turn, progress: Progress) -> Due:
    if progress.due_at is not None and progress.due_at > turn.now:
        return Due(progress.due_at, LOOK_AGAIN, "it is due, and nothing else was ahead")
    at = shift(turn.now, LOOK_AGAIN_AFTER, turn.clinic.zone, turn.clinic)
    return Due(at, LOOK_AGAIN, f"{LOOK_AGAIN_AFTER} after it was last seen to, it is still open")


def task_agenda(turn: Turn, ladder: Ladder, task: OpenTask) -> tuple[Due, ...]:
    """The rungs of a task, in the clinic's time."""

    def dues_of(number: int, rung: Rung, opened: _Opened) -> list[Due]:
        if rung.since == "start":
            return []
        base = opened.at if rung.since == "opened" else task.due_at
        rung = by_the_hour(turn, rung, base)
        at = shift(base, rung.after, turn.clinic.zone, turn.clinic)
        return [Due(at, f"rung:{number}", _because(rung, opened))]

    dues = _climbed(ladder, _Opened(task.opened_at), dues_of)
    return _in_order(dues) or (whoever_has_it(turn, max(task.due_at, turn.now)),)


def rung_of(ladder: Ladder | None, due: Due) -> Rung | None:
    """The rung that is reached at this moment; None if the moment is about something else."""
    kind, _, number = due.what.partition("@")[0].partition(":")
    return ladder.whole[int(number)] if ladder is not None and kind == "rung" else None


def _climbed(
    ladder: Ladder, opened: _Opened, dues_of: Callable[[int, Rung, _Opened], list[Due]], first: int = 0
) -> list[Due]:
    """When the rungs of the ladder are reached, and from when it has run dry those of the next.

    A next one that counts back from a date takes over sooner, if that date is near.
    """
    own = [due for number, rung in enumerate(ladder.rungs, first) for due in dues_of(number, rung, opened)]
    if ladder.then is None:
        return own
    dry = _Opened(max((due.at for due in own), default=opened.at), f"{ladder.name} had run dry")
    later = _climbed(ladder.then, dry, dues_of, first + len(ladder.rungs))
    takes_over = min((due.at for due in later), default=None)
    return [due for due in own if takes_over is None or due.at <= takes_over] + later


def by_the_hour(turn: Turn, rung: Rung, base: datetime) -> Rung:
    """The rung as it counts from this moment: out of hours only if the clinic stays closed for all of its time."""
    if rung.out_of_hours is None:
        return rung
    there = shift(base, rung.after, turn.clinic.zone, turn.clinic)
    if next_open(base, turn.clinic) <= there:
        return rung
    return rung.model_copy(update={"after": rung.out_of_hours})


def whoever_has_it(turn: Turn, since: datetime) -> Due:
    """A ladder that has run dry leaves nobody alone with open work: its owner and the coordinator hear of it."""
    at = shift(since, LOOK_AGAIN_AFTER, turn.clinic.zone, turn.clinic)
    return Due(at, LOOK_AGAIN, f"{LOOK_AGAIN_AFTER} after anybody was last told")


def again(turn: Turn, ladder: Ladder, number: int) -> tuple[Due, ...]:
    """The last rung comes again, and again, until somebody acts."""
    every = ladder.chain[-1].again
    if every is None or number != len(ladder.whole) - 1:
        return ()
    at = shift(turn.now, every, turn.clinic.zone, turn.clinic)
    return (Due(at, f"rung:{number}", f"every {every} until somebody acts"),)


def due_with_a_visit(turn: Turn, progress: Progress) -> bool:
    """Whether this is a form that is due when its visit starts."""
    step = turn.step(progress.step)
    visit = step.before_visit if isinstance(step, Ask) else None
    return visit is not None and turn.anchors.get(visit) == progress.due_at


def stamp(start: datetime) -> str:
    """Ends what counts from the start of a visit, and so tells the visit's new date from its old one."""
    return f"@{start:%Y%m%dT%H%MZ}"


def _rung_dues(turn: Turn, progress: Progress, number: int, rung: Rung, opened: _Opened) -> list[Due]:
    match rung.since:
        case "opened":
            bases = [(opened.at, "")]
        case "due":
            due_at = progress.due_at
            label = stamp(due_at) if due_at is not None and due_with_a_visit(turn, progress) else ""
            bases = [] if due_at is None else [(due_at, label)]
        case "start":
            bases = [(visit.start, stamp(visit.start)) for visit in progress.visits if _is_ahead(visit)]
        case _:
            assert_never(rung.since)
    return [_rung_due(turn, progress, number, rung, opened, base, label) for base, label in bases]


def _rung_due(
    turn: Turn, progress: Progress, number: int, rung: Rung, opened: _Opened, base: datetime, label: str
) -> Due:
    rung = by_the_hour(turn, rung, base)
    to_patient = rung.act in ("remind", "expire")
    zone = turn.zone if to_patient else turn.clinic.zone
    at, because = _rung_at(turn, rung, base, zone), _because(rung, opened)
    if rung.act == "remind" and is_quiet(at, zone, turn.clinic):
        allowed = outside_quiet(at, zone, turn.clinic)
        at, because = allowed.at, f"{because}; {allowed.because}"
    if rung.act == "expire" and MOVED in progress.reached and progress.due_at and at < progress.due_at:
        at, because = progress.due_at, "when it was due, as moved by a person"
    return Due(at, f"rung:{number}{label}", because)


def _rung_at(turn: Turn, rung: Rung, base: datetime, zone: str) -> datetime:
    """The day first, then the time on that day: a clock change between the two cannot change the day."""
    if rung.at is not None and rung.after.unit in ("days", "weeks", "months"):
        return on_local_day("", base, rung.after, rung.at, zone).at
    at = shift(base, rung.after, zone, turn.clinic)
    return at if rung.at is None else local(wall(at, zone).date(), rung.at, zone)


def _because(rung: Rung, opened: _Opened) -> str:
    base = _BASE_WORDS.get(rung.since, opened.words)
    if not rung.after.count:
        return f"when {base}"
    side = "before" if rung.after.count < 0 else "after"
    at = f", at {rung.at:%H:%M}" if rung.at else ""
    night = ", out of hours" if rung.after == rung.out_of_hours else ""
    return f"{rung.after} {side} {base}{at}{night}"


def _attendance(turn: Turn, start: datetime) -> Due:
    at = shift(start, ATTENDANCE_WITHIN, turn.clinic.zone, turn.clinic)
    return Due(at, f"attendance{stamp(start)}", f"{ATTENDANCE_WITHIN} after the visit nobody said who came")


def _is_ahead(visit: Visit) -> bool:
    return visit.state in ("booked", "confirmed")


def _in_order(dues: list[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda due: due.at))
