"""What happened, told so that a nurse can read it: one line an event, under it what was done, and why."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from engine import phrases
from engine.care import Attended, Prompt
from engine.commands import (
    CancelVisit,
    CloseRequest,
    CloseTask,
    Command,
    JoinConference,
    LeaveConference,
    MoveDue,
    Note,
    OpenTask,
    Reason,
    RequestQuestionnaire,
    ScheduleVisit,
    SendMessage,
    StartPathway,
    StopCalling,
    TellRoles,
)
from engine.decide import Decision
from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Enrolled,
    Event,
    Resumed,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitConfirmed,
    VisitMissed,
    VisitsBooked,
)
from engine.habits import Forms
from engine.journey import Journey
from engine.moments import Moment
from engine.voice import AT_ANY_HOUR
from engine.zones import date_words, wall, zone_now

_INDENT = "    "
_DUE = re.compile(r", by (closing time, )?\d\d:\d\d \S+ \(.*?\)")
_SAID_ALREADY = ("done: answered", "done: decided", "done: 1 of 1 visits attended", "done: took place")
VISIT_NEWS: Mapping[type, str] = {
    VisitAttended: "attended",
    VisitMissed: "missed",
    VisitConfirmed: "confirmed",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Moments are told in the patient's time; what staff do is told in the clinic's, and that is said if it differs."""

    zone: str
    clinic: str

    def of(self, at: datetime) -> str:
        return _said(at, self.zone)

    def at_the_clinic(self, at: datetime) -> str:
        there = wall(at, self.clinic)
        if there.replace(tzinfo=None) == wall(at, self.zone).replace(tzinfo=None):
            return _said(at, self.clinic)
        return f"{_said(at, self.clinic)} in {self.clinic.rpartition('/')[2].replace('_', ' ')}"

    def dated(self, at: datetime) -> str:
        return f"{wall(at, self.zone):%Y-%m-%d %H:%M}"


def clock_of(journey: Journey) -> Clock:
    return Clock(zone_now(journey.zones), journey.clinic.zone)


def _said(at: datetime, zone: str) -> str:
    there = wall(at, zone)
    return f"{date_words(there.date())[:-5]} {there:%H:%M}"


def event_in_words(event: Event, forms: Forms, clock: Clock) -> str:
    """The sentence of what somebody did; an author can write the same one. Time alone has none."""
    match event:
        case Answered():
            asked = event.step or "on their own account"
            return f"answered {asked} {phrases.answers_in_words(event.answers, forms)}".rstrip()
        case VisitsBooked():
            return f"booked {event.step} {', '.join(clock.dated(start) for start in event.starts)}"
        case VisitAttended() | VisitMissed() | VisitConfirmed():
            number = f" visit {event.number}" if event.number > 1 else ""
            return f"{VISIT_NEWS[type(event)]} {event.step}{number}"
        case TaskAccepted() | TaskDone():
            verb, outcome = ("done", event.outcome or "") if isinstance(event, TaskDone) else ("took up", "")
            return f"{verb} {_step_of(event.task)} {outcome}".rstrip()
        case ConferenceDecided():
            plan = "" if event.plan is None else f" plan={phrases.plan_in_words(event.plan)}"
            return f"decided {event.step} {event.outcome or ''}".rstrip() + plan
        case Resumed():
            return "resumes"
        case ConferenceFailed():
            return f"no quorum {event.step} missing {' '.join(event.missing)}"
        case _:
            return ""


def done_in_words(event: Event | None, done: Decision | Attended, clock: Clock) -> Iterator[str]:
    """Commands one line each, then their reason once; then what was said, or not; then what happened without asking."""
    told: Command | None = None
    for group in _of_one_kind(done.commands):
        first = group[0]
        if told is not None and told.reason != first.reason:
            yield f"{_INDENT}  because {reason_in_words(told.reason, clock)}"
        more = f", and {len(group) - 1} more" if len(group) > 1 else ""
        yield _INDENT + command_in_words(first, told, clock) + more
        told = first
    if told is not None:
        yield f"{_INDENT}  because {reason_in_words(told.reason, clock)}"
    if isinstance(done, Attended):
        yield from _words(done, {command.reason for command in done.commands}, clock)
    for note in done.notes:
        if not _repeats(event, note):
            yield f"{_INDENT}{note.step}: {reason_in_words(note.reason, clock)}"


def _words(attended: Attended, told: set[Reason], clock: Clock) -> Iterator[str]:
    """A reason that stands above already is not told again."""
    for prompt in attended.prompts:
        yield _INDENT + prompt_in_words(prompt)
        for reason in dict.fromkeys(message.reason for message in prompt.messages):
            if reason not in told:
                yield f"{_INDENT}  because {reason_in_words(reason, clock)}"
    for silenced in attended.silenced:
        yield _INDENT + silenced_in_words(silenced.message)
        yield f"{_INDENT}  because {silenced.why}"


def prompt_in_words(prompt: Prompt) -> str:
    """One text, with all that it says."""
    first = prompt.messages[0]
    what = " and ".join(f"{message.template} about {message.key.step}" for message in prompt.messages)
    return ", ".join([f"text to {prompt.to}: {what}", *_how(first)])


def silenced_in_words(message: SendMessage) -> str:
    return f"not said to {message.to}: {message.template} about {message.key.step}"


def _of_one_kind(commands: Iterable[Command]) -> list[list[Command]]:
    """The cancelled visits of one series are told in one line."""
    groups: list[list[Command]] = []
    for command in commands:
        last = groups[-1][0] if groups else None
        if (
            isinstance(command, CancelVisit)
            and isinstance(last, CancelVisit)
            and last.key.step == command.key.step
        ):
            groups[-1].append(command)
        else:
            groups.append([command])
    return groups


def reason_in_words(reason: Reason, clock: Clock) -> str:
    """The file without the number of the line, which every edit changes, and what the line before said left out."""
    rule = _DUE.sub("", reason.rule)
    rule = re.sub(rf"(\d\d:\d\d) (?:{re.escape(clock.zone)}|{re.escape(clock.clinic)})\b", r"\1", rule)
    facts = f" [{'; '.join(dict.fromkeys(reason.facts))}]" if reason.facts else ""
    return f"{rule}{facts}{_file(reason)}"


def _repeats(event: Event | None, note: Note) -> bool:
    """Whether a note only says once more what the event has said itself."""
    match event:
        case TaskAccepted() | TaskDone():
            return event.task in note.text
        case Answered() | ConferenceDecided() | VisitAttended():
            return event.step == note.step and note.text.startswith(_SAID_ALREADY)
        case VisitsBooked():
            return event.step == note.step and note.text.startswith("booked for")
        case Enrolled():
            return note.step == "enrolled"
        case _:
            return False


def _file(reason: Reason) -> str:
    return f" ({reason.line.partition(':')[0]})" if reason.line else ""


def command_in_words(command: Command, before: Command | None, clock: Clock) -> str:
    match command:
        case SendMessage():
            return _send(command, before)
        case RequestQuestionnaire():
            forms = ", ".join(command.instruments)
            if command.by == "patient":
                return f"ask {forms} by {clock.of(command.due_at)}"
            return f"ask {command.by} to fill in {forms} by {clock.at_the_clinic(command.due_at)}"
        case CloseRequest():
            return f"stop asking {_numbered(command.request)}"
        case ScheduleVisit() | CancelVisit() | JoinConference() | LeaveConference():
            return _meet(command, clock)
        case OpenTask() | CloseTask() | TellRoles() | MoveDue() | StopCalling():
            return _work(command, clock)
        case StartPathway():
            return f"start the pathway {command.pathway}"
        case _:
            assert_never(command)


def _meet(command: ScheduleVisit | CancelVisit | JoinConference | LeaveConference, clock: Clock) -> str:
    step = command.key.step
    match command:
        case ScheduleVisit():
            series = f"{command.visits} visits, {command.every} apart, " if command.visits > 1 else ""
            what = f"{step} with {command.role}, {series}{command.minutes} minutes"
            since = f", from {clock.at_the_clinic(command.not_before)}" if command.not_before else ""
            return f"book {what}{since}, by {clock.at_the_clinic(command.due_at)}"
        case CancelVisit():
            return (
                f"cancel {step}" if command.start is None else f"cancel {step} of {clock.of(command.start)}"
            )
        case JoinConference():
            proposal = f", proposed: {command.proposal}" if command.proposal else ""
            inputs = f", inputs by {clock.at_the_clinic(command.cut_off)}" if command.cut_off else ""
            return f"put on the agenda of {step} by {clock.at_the_clinic(command.due_at)}{proposal}{inputs}"
        case LeaveConference():
            return f"take off the agenda of {step}"
        case _:
            assert_never(command)


def _send(command: SendMessage, before: Command | None) -> str:
    """What it is about is said unless the line above says it."""
    step = command.key.step
    about = (
        ""
        if before is not None and before.key.step == step and before.reason == command.reason
        else f" about {step}"
    )
    return ", ".join([f"send {command.template} to {command.to}{about}", *_how(command)])


def _how(message: SendMessage) -> tuple[str, ...]:
    return (
        *(("at once",) if message.urgency in AT_ANY_HOUR else ()),
        *(("by another channel",) if message.other_channel else ()),
        *(("in private",) if message.private else ()),
    )


def _work(command: OpenTask | CloseTask | TellRoles | MoveDue | StopCalling, clock: Clock) -> str:
    match command:
        case OpenTask():
            kind = "call" if command.contact else "input to" if command.input else "task"
            severity = f" {command.severity}" if command.severity else ""
            outcomes = f" ({' | '.join(command.outcomes)})" if command.outcomes else ""
            what = f"{kind}{severity} {command.key.step} for {command.role}"
            return f"{what} by {clock.at_the_clinic(command.due_at)}{outcomes}"
        case CloseTask():
            return f"take back the task {_step_of(command.task)}"
        case MoveDue():
            return f"{_numbered(command.what)} is now due by {clock.at_the_clinic(command.due_at)}"
        case StopCalling():
            return f"tell {command.role} not to phone, but to close {_numbered(command.task)}"
        case TellRoles():
            severity = f" {command.severity}" if command.severity else ""
            return f"tell {' and '.join(command.roles)} that {_numbered(command.about)} waits{severity}"
        case _:
            assert_never(command)


def where_it_stands(journey: Journey, ahead: Moment | None, clock: Clock) -> Iterator[str]:
    """At the end: the stage, what is open and until when, and what comes next."""
    if journey.status == "active":
        hold = f", on hold since {clock.of(journey.hold.since)}" if journey.hold else ""
        yield f"{_INDENT}the journey is in the stage {journey.stage}{hold}"
    else:
        yield f"{_INDENT}the journey is {journey.status}: {journey.ending or 'nobody is enrolled'}"
    for progress in journey.steps.values():
        if progress.state == "open" and progress.due_at is not None and not _is_task(progress.step, journey):
            yield f"{_INDENT}open: {progress.step} by {clock.of(progress.due_at)}"
    for task in journey.tasks.values():
        yield f"{_INDENT}open task: {_step_of(task.key)} for {task.role} by {clock.at_the_clinic(task.due_at)}"
    if ahead is not None:
        yield f"{_INDENT}next: {clock.of(ahead.at)}, {ahead.because}"


def _is_task(step: str, journey: Journey) -> bool:
    return any(task.step == step and not task.supports for task in journey.tasks.values())


def _step_of(key: str) -> str:
    """`triage#1.1` is the task of triage."""
    return key.partition("#")[0]


def _numbered(ref: str) -> str:
    """`check_in#3` is check_in, for the third time."""
    step, _, occurrence = ref.partition(".")[0].partition("#")
    return step if occurrence in ("", "1") else f"{step} (time {occurrence})"
