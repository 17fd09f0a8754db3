"""Which commands are more than a record: what has to be done in the world, and on whose queue."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from activities.orders import About, Order, What
from engine import wire
from engine.care import Attended, Prompt
from engine.commands import Command, JoinConference, Key, LeaveConference, ScheduleVisit
from engine.journal import Entry
from engine.words import Urgency

PATIENTS, MESSAGES, VISITS = "patients", "messages", "visits"
QUEUE_OF: Mapping[What, str] = {
    "send_message": MESSAGES,
    "schedule_visit": VISITS,
    "join_conference": PATIENTS,
    "leave_conference": PATIENTS,
    "start_pathway": PATIENTS,
}


PRIORITY_OF: Mapping[Urgency, int] = {"safety": 1, "alert": 2, "reply": 2, "visit": 3, "routine": 4}
"""On a queue that is full: most urgent first."""


def orders_of(patient: str, at: datetime, attended: Attended) -> Iterator[Order]:
    for command in attended.commands:
        yield from _command(patient, at, command)
    for prompt in attended.prompts:
        yield _prompt(patient, prompt)


def orders_in(patient: str, lines: Iterable[Entry]) -> Iterator[Order]:
    """The same from what is written of it."""
    for line in lines:
        match line.kind:
            case "prompt":
                yield _prompt(patient, wire.prompt_from(line.body))
            case "command":
                yield from _command(patient, line.at, wire.command_from(line.what, line.body))
            case _:
                pass


def _command(patient: str, at: datetime, command: Command) -> Iterator[Order]:
    what = _what(command)
    if what is not None:
        yield Order(
            what=what,
            patient=patient,
            journey=command.key.journey,
            key=str(command.key),
            about=(_about(command.key),),
            at=at,
        )


def _about(key: Key) -> About:
    return About(journey=key.journey, step=key.step, occurrence=key.occurrence)


def _what(command: Command) -> What | None:
    match command:
        case ScheduleVisit():
            return "schedule_visit"
        case JoinConference():
            return "join_conference"
        case LeaveConference():
            return "leave_conference"
        case _:
            # Tasks, questionnaires, words to the team and what is taken back are done once they are written down.
            return None


def _prompt(patient: str, prompt: Prompt) -> Order:
    return Order(
        what="send_message",
        patient=patient,
        journey=prompt.key.journey,
        key=str(prompt.key),
        about=tuple(_about(message.key) for message in prompt.messages),
        at=prompt.at,
        urgency=min((message.urgency for message in prompt.messages), key=list(PRIORITY_OF).index),
    )
