"""What each event means: the one place where every kind of news finds its way into the journey."""

from dataclasses import replace
from typing import assert_never

from engine import care_plan, conferring, hearing, holding, phoning, staff, visits
from engine.agenda import MOVED, step_agenda
from engine.ahead import HOLD
from engine.clinic import Clinic
from engine.closing import close_step, end_step, finish_journey
from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Died,
    Enrolled,
    Event,
    EventRefused,
    FactsRecorded,
    PatientMoved,
    PlanChanged,
    PromptFailed,
    PutOnHold,
    Reported,
    Resumed,
    StepAdded,
    StepDeclined,
    StepMoved,
    StepRepeated,
    StepSkipped,
    TaskAccepted,
    TaskDone,
    TimePassed,
    Transferred,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
    Withdrew,
)
from engine.journey import OpenTask, Progress, not_ended
from engine.moments import UnknownCalendar, UnknownZone, shift
from engine.opening import retime_cycle, schedule
from engine.spans import clinic_days, days
from engine.turn import Turn
from engine.walking import enter_stage
from engine.words import Ask, Book, Choose, Confer, Procedure, Repeat, Step, Task, Wait
from engine.zones import utc


def happen(turn: Turn, event: Event) -> None:
    match event:
        case TimePassed():
            return
        case Enrolled():
            _enrol(turn, event)
        case Answered() | Reported() | FactsRecorded():
            _hear_news(turn, event)
        case StepDeclined():
            _open(turn, event.step, event.occurrence)
            close_step(turn, turn.step(event.step), "declined", "the patient said no")
        case PromptFailed():
            _hear_of_words(turn, event)
        case VisitsBooked() | VisitUnavailable() | VisitMoved() | VisitConfirmed():
            _hear_of_visit(turn, event)
        case VisitAttended() | VisitMissed() | VisitCancelled():
            _hear_of_visit(turn, event)
        case TaskAccepted() | TaskDone():
            _hear_of_task(turn, event)
        case ConferenceDecided() | ConferenceFailed() | PlanChanged():
            _hear_of_plan(turn, event)
        case StepSkipped() | StepRepeated() | StepAdded() | StepMoved():
            _hear_of_person(turn, event)
        case PutOnHold() | Resumed() | PatientMoved() | Withdrew() | Died() | Transferred():
            _hear_of_circumstances(turn, event)
        case _:
            assert_never(event)


def _enrol(turn: Turn, event: Enrolled) -> None:
    _refuse_unknown_clocks(turn, event.zone, event.clinic)
    turn.status, turn.clinic, turn.zones = "active", event.clinic, ((None, event.zone),)
    turn.anchors = {"referred": turn.now, "enrolled": turn.now}
    turn.anchors |= {name: utc(at) for name, at in event.anchors.items()}
    turn.note("enrolled", "enrolled", facts=(f"time zone {event.zone}",))
    enter_stage(turn, turn.index.stages[0])
    hearing.hear_facts(turn, event.id, event.facts, dict.fromkeys(event.flags, True))


def _refuse_unknown_clocks(turn: Turn, zone: str, clinic: Clinic) -> None:
    try:
        shift(turn.now, days(1), zone, clinic)
        shift(turn.now, clinic_days(1), zone, clinic)
    except (UnknownZone, UnknownCalendar) as unknown:
        raise EventRefused(str(unknown)) from None


def _hear_news(turn: Turn, event: Answered | Reported | FactsRecorded) -> None:
    match event:
        case Answered():
            progress = None if event.step is None else _progress(turn, event.step)
            hearing.hear_answers(turn, event, progress)
        case Reported():
            hearing.hear_report(turn, event)
        case FactsRecorded():
            hearing.hear_facts(turn, event.id, event.facts, event.flags)
        case _:
            assert_never(event)


def _hear_of_words(turn: Turn, event: PromptFailed) -> None:
    progress = _progress(turn, event.step)
    if event.occurrence not in (None, progress.occurrence) or not phoning.is_needed(turn, progress):
        progress = _open(turn, event.step, event.occurrence)
    phoning.phone_instead(turn, progress, event)


def _hear_of_visit(turn: Turn, event: VisitsBooked | VisitUnavailable | visits.VisitEvent) -> None:
    progress, step = _open(turn, event.step, event.occurrence), turn.step(event.step)
    if not isinstance(step, Book | Procedure):
        raise EventRefused(f"{event.step} is no visit")
    match event:
        case VisitsBooked():
            visits.hear_booked(turn, event, step, progress)
        case VisitUnavailable():
            visits.hear_unavailable(turn, step, progress)
        case _:
            visits.hear_visit(turn, event, step, progress)


def _hear_of_task(turn: Turn, event: TaskAccepted | TaskDone) -> None:
    task = turn.tasks.get(event.task)
    if task is None:
        raise EventRefused(f"there is no open task {event.task}")
    if isinstance(event, TaskAccepted):
        turn.tasks[task.key] = replace(task, accepted=True)
        turn.note(task.step, f"{task.role} has taken up {task.key}")
        return
    if task.outcomes and event.outcome not in task.outcomes:
        raise EventRefused(f"{task.key} comes out as one of: {', '.join(task.outcomes)}")
    if not task.outcomes and event.outcome is not None:
        raise EventRefused(f"{task.key} has no outcomes to choose from")
    del turn.tasks[task.key]
    if task.safety:
        turn.changed.append("safety_tasks")
    turn.note(task.step, f"{task.role} has done {task.key}", facts=(event.outcome,) if event.outcome else ())
    _end_of_own_task(turn, task, event.outcome)


def _end_of_own_task(turn: Turn, task: OpenTask, outcome: str | None) -> None:
    """A task that is a step of its own ends that step; work on a fault lets the pathway try again."""
    progress = turn.steps.get(task.step)
    if task.step == HOLD and turn.hold is not None:
        holding.review_again(turn, task)
        return
    if task.block == task.step:
        for id in turn.active:
            turn.touch(id)
        return
    if (
        progress is None
        or task.supports
        or progress.occurrence != task.occurrence
        or progress.state != "open"
    ):
        return
    step = turn.step(task.step)
    assert isinstance(step, Task | Choose), "other steps have supporting tasks only"
    end_step(turn, step, "done", "", outcome=outcome)


def _hear_of_plan(turn: Turn, event: ConferenceDecided | ConferenceFailed | PlanChanged) -> None:
    if isinstance(event, PlanChanged):
        care_plan.change_plan(turn, event.plan, f"changed by a person, {event.reason}")
        return
    progress, step = _open(turn, event.step, event.occurrence), turn.step(event.step)
    if not isinstance(step, Confer):
        raise EventRefused(f"{event.step} is no case conference")
    if isinstance(event, ConferenceFailed):
        conferring.failed(turn, step, progress, event)
    else:
        conferring.decided(turn, step, event)


def _hear_of_person(turn: Turn, event: StepSkipped | StepRepeated | StepAdded | StepMoved) -> None:
    if isinstance(event, StepAdded):
        staff.add(turn, event)
        return
    _known(turn, event.step)
    match event:
        case StepSkipped():
            staff.skip(turn, event)
        case StepRepeated():
            staff.repeat(turn, event)
        case StepMoved():
            staff.move(turn, event)
        case _:
            assert_never(event)


def _hear_of_circumstances(
    turn: Turn, event: PutOnHold | Resumed | PatientMoved | Withdrew | Died | Transferred
) -> None:
    match event:
        case PutOnHold():
            if turn.hold is not None:
                raise EventRefused("the journey is on hold already")
            if utc(event.review_at) <= turn.now:
                raise EventRefused("the day on which a person looks again must lie ahead")
            holding.put_on_hold(turn, event.review_at, event.reason)
        case Resumed():
            if turn.hold is None:
                raise EventRefused("the journey is not on hold")
            holding.resume(turn)
        case PatientMoved():
            _moved_house(turn, event)
        case Withdrew():
            finish_journey(turn, "withdrew", "")
        case Died():
            finish_journey(turn, "died", "")
        case Transferred():
            finish_journey(turn, "transferred", "")
        case _:
            assert_never(event)


def _moved_house(turn: Turn, event: PatientMoved) -> None:
    """Everything not yet begun, and every reminder ahead, is timed by the new zone."""
    _refuse_unknown_clocks(turn, event.zone, turn.clinic)
    moves = [(since, zone) for since, zone in turn.zones if since is not None]
    turn.zones = (turn.zones[0], *sorted([*moves, (turn.now, event.zone)]))
    turn.note("time_zone", f"the patient lives in {event.zone} from now on")
    if turn.zones[-1] != (turn.now, event.zone):
        return  # Heard late: they have moved on since.
    for progress in not_ended(turn.steps):
        step = turn.step(progress.step)
        if MOVED not in progress.reached and _is_ahead(progress, step):
            schedule(turn, step)
            turn.touch(progress.block)
        elif progress.state == "open" and isinstance(step, Ask | Book | Procedure):
            turn.steps[step.name] = replace(progress, agenda=step_agenda(turn, step, progress))
        elif progress.state == "open" and isinstance(step, Repeat):
            retime_cycle(turn, step, progress)


def _is_ahead(progress: Progress, step: Step) -> bool:
    return progress.state in ("waiting", "scheduled") or (progress.state == "open" and isinstance(step, Wait))


def _known(turn: Turn, name: str) -> Step:
    if name not in turn.index.steps and not any(step.name == name for step in turn.added):
        raise EventRefused(f"this pathway has no step {name}")
    return turn.step(name)


def _progress(turn: Turn, name: str) -> Progress:
    _known(turn, name)
    progress = turn.steps.get(name)
    if progress is None:
        raise EventRefused(f"{name} has not been reached, so there is nothing to answer")
    return progress


def _open(turn: Turn, name: str, occurrence: int | None) -> Progress:
    progress = _progress(turn, name)
    if progress.state != "open":
        raise EventRefused(f"{name} is not open: {progress.ending or progress.state}")
    if occurrence not in (None, progress.occurrence):
        raise EventRefused(f"{name} is at occurrence {progress.occurrence}, not {occurrence}")
    return progress
