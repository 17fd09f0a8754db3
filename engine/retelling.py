"""From the lines of a story to events, once it is known where the journey stands."""

from collections.abc import Mapping

from engine import phrases
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
    StepDeclined,
    StepMoved,
    StepRepeated,
    StepSkipped,
    TaskAccepted,
    TaskDone,
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
from engine.journey import Journey
from engine.phrases import Unclear
from engine.scores import Value
from engine.sentences import Line
from engine.words import Ask, Confer

VISIT_NEWS: Mapping[str, type[VisitAttended | VisitMissed | VisitCancelled | VisitConfirmed]] = {
    "attended": VisitAttended,
    "missed": VisitMissed,
    "cancelled": VisitCancelled,
    "confirmed": VisitConfirmed,
}
ENDS: Mapping[str, type[Withdrew | Died | Transferred | Resumed]] = {
    "withdraws": Withdrew,
    "dies": Died,
    "transfers": Transferred,
    "resumes": Resumed,
}
BY_HAND: Mapping[str, type[StepSkipped | StepRepeated]] = {"skips": StepSkipped, "repeats": StepRepeated}


def event_of(line: Line, journey: Journey) -> Event:
    match line.verb:
        case "enrolled" | "facts" | "flags" | "reports":
            return _news(line)
        case "answered" | "unfinished" | "writes":
            return _answers(line, journey)
        case "booked" | "no slot" | "moved" | "visit":
            return _visit(line, journey)
        case "took up" | "done":
            return _task(line, journey)
        case "decided" | "no quorum" | "plan":
            return _conference(line, journey)
        case "declined" | "unreachable" | "by hand" | "moves step":
            return _about_step(line)
        case _:
            return _circumstances(line)


def _news(line: Line) -> Event:
    match line.verb:
        case "reports":
            return Reported(
                id=line.id,
                at=line.at,
                report=line.text("report"),
                details=tuple(line.text("details").split()),
            )
        case "flags":
            flags = {name.lstrip("-"): not name.startswith("-") for name in line.text("flags").split(",")}
            return FactsRecorded(id=line.id, at=line.at, flags=flags)
    facts: dict[str, Value] = {n: phrases.fact(word) for n, word in phrases.pairs(line.text("pairs")).items()}
    if line.verb == "facts":
        return FactsRecorded(id=line.id, at=line.at, facts=facts)
    flags_given = str(facts.pop("flags", "") or "")
    return Enrolled(
        id=line.id,
        at=line.at,
        zone=line.scene.zone,
        clinic=line.scene.clinic,
        facts=facts,
        flags=tuple(flag for flag in flags_given.split(",") if flag),
    )


def _answers(line: Line, journey: Journey) -> Answered:
    scene, finished = line.scene, line.verb != "unfinished"
    asked = _forms_of(line)
    usual = (
        {name: scene.forms.ordinary(name, scene.level(journey, line.at)) for name in asked}
        if finished
        else {}
    )
    given = phrases.answers(phrases.pairs(line.text("pairs")), asked, scene.forms, usual)
    progress = journey.steps.get(line.step)
    return Answered(
        id=line.id,
        at=line.at,
        answers=given,
        scores=scene.forms.scores(given) if finished else (),
        finished=finished,
        step=line.step or None,
        occurrence=progress.occurrence if progress else None,
    )


def _forms_of(line: Line) -> tuple[str, ...]:
    if line.text("form"):
        return (line.text("form"),)
    step = line.of_pathway()
    if not isinstance(step, Ask):
        raise Unclear(f"{line.step} asks nothing that could be answered")
    return step.instruments


def _visit(line: Line, journey: Journey) -> Event:
    progress = journey.steps.get(line.step)
    ahead = [
        number
        for number, visit in enumerate(progress.visits if progress else (), start=1)
        if visit.state in ("booked", "confirmed")
    ]
    number = int(line.text("visit") or (ahead[0] if ahead else 1))
    match line.verb:
        case "booked":
            starts = tuple(line.moment(day) for day in line.text("days").split(","))
            return VisitsBooked(id=line.id, at=line.at, step=line.step, starts=starts)
        case "no slot":
            return VisitUnavailable(id=line.id, at=line.at, step=line.step)
        case "moved":
            start = line.moment(line.text("days"))
            return VisitMoved(id=line.id, at=line.at, step=line.step, start=start, number=number)
        case _:
            return VISIT_NEWS[line.text("news")](id=line.id, at=line.at, step=line.step, number=number)


def _task(line: Line, journey: Journey) -> Event:
    tasks = [task for task in journey.tasks.values() if task.step == line.step]
    if not tasks:
        raise EventRefused(f"there is no open task of {line.step}")
    key = min(tasks, key=lambda task: (task.accepted and line.verb == "took up", task.opened_at)).key
    if line.verb == "took up":
        return TaskAccepted(id=line.id, at=line.at, task=key)
    return TaskDone(id=line.id, at=line.at, task=key, outcome=line.text("outcome") or None)


def _conference(line: Line, journey: Journey) -> Event:
    if line.verb == "plan":
        plan = phrases.plan(line.text("plan"))
        return PlanChanged(id=line.id, at=line.at, plan=plan, reason=_code(line.text("why")))
    step = line.of_pathway()
    if not isinstance(step, Confer):
        raise Unclear(f"{line.step} is no case conference")
    if line.verb == "no quorum":
        missing = tuple(line.text("missing").split())
        return ConferenceFailed(id=line.id, at=line.at, step=line.step, missing=missing)
    return ConferenceDecided(
        id=line.id,
        at=line.at,
        step=line.step,
        present=tuple(seat[0] for seat in _seats(step, journey)),
        outcome=line.text("outcome") or None,
        plan=phrases.plan(line.text("plan")) if line.text("plan") else None,
    )


def _seats(step: Confer, journey: Journey) -> tuple[tuple[str, ...], ...]:
    """Whoever was asked has come."""
    progress = journey.steps.get(step.name)
    return progress.asked if progress is not None and progress.asked else step.quorum


def _about_step(line: Line) -> Event:
    why = _code(line.text("why"))
    match line.verb:
        case "declined":
            return StepDeclined(id=line.id, at=line.at, step=line.step)
        case "unreachable":
            return PromptFailed(id=line.id, at=line.at, step=line.step)
        case "by hand":
            return BY_HAND[line.text("hand")](id=line.id, at=line.at, step=line.step, reason=why)
        case _:
            to = line.moment(line.text("days"))
            return StepMoved(id=line.id, at=line.at, step=line.step, to=to, reason=why)


def _circumstances(line: Line) -> Event:
    match line.verb:
        case "on hold":
            review = line.moment(line.text("days"))
            return PutOnHold(id=line.id, at=line.at, review_at=review, reason=line.text("why"))
        case "moves":
            return PatientMoved(id=line.id, at=line.at, zone=line.text("zone"))
        case _:
            return ENDS[line.text("end")](id=line.id, at=line.at)


def _code(words: str) -> str:
    return words.strip().replace(" ", "_")
