"""Plays one patient through an example: dated lines in, the same lines with what follows from them out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import assert_never

from engine.commands import (
    CancelVisit,
    CloseRequest,
    CloseTask,
    Command,
    JoinConference,
    LeaveConference,
    OpenTask,
    Reason,
    RequestQuestionnaire,
    ScheduleVisit,
    SendMessage,
    StartPathway,
    TellRoles,
)
from engine.decide import decide, wake_at
from engine.events import Event, EventRefused, TimePassed
from engine.journey import Journey, from_json, to_json
from engine.words import NamedStep, Pathway
from engine.zones import wall
from tests.docs.lines import Reader, moment, zone_of

DATED = re.compile(r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)  (?P<words>.+)")
TIME = "(time)"


def no_more(_journey: Journey, _at: datetime) -> tuple[str, ...]:
    return ()


@dataclass
class Player:
    """One patient on one pathway. `hidden` are steps of the frame around an example, which is not told about."""

    pathway: Pathway
    written: Mapping[str, NamedStep] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    reasons: bool = False
    more: Callable[[Journey, datetime], tuple[str, ...]] = no_more

    def __post_init__(self) -> None:
        self.journey = Journey(id="example", pathway=self.pathway.name)
        self._ids = count(1)

    def play(self, lines: list[str]) -> str:
        """Each dated line with what follows; between them the moments at which time alone does something."""
        told: list[str] = []
        for line in lines:
            found = DATED.fullmatch(line)
            if found is None:
                raise ValueError(f"this is no dated line: {line!r}")
            told += self._until(moment(self.journey, found["at"]))
            reader = Reader(self.journey, self.written)
            at = moment(self.journey, found["at"])
            event = reader.event(f"e{next(self._ids)}", at, found["words"].split())
            told.append("\n".join((line, *self._decide(event))))
        return "\n\n".join(told) + "\n"

    def _until(self, end: datetime) -> Iterator[str]:
        while self.journey.status != "new" and (wake := wake_at(self.pathway, self.journey)):
            if wake.at >= end:
                return
            told = self._decide(TimePassed(at=wake.at))
            if told:
                yield "\n".join((f"{self._said(wake.at)}  {TIME}", *told))

    def _decide(self, event: Event) -> tuple[str, ...]:
        try:
            decision = decide(self.pathway, self.journey, event)
        except EventRefused as refused:
            return (f"    refused: {refused}",)
        self.journey = from_json(to_json(decision.journey))
        notes = (
            (f"{note.step}: {note.text}", note.reason)
            for note in decision.notes
            if note.step not in self.hidden
        )
        asked = ((self._command(command), command.reason) for command in decision.commands)
        lines = tuple(f"    {text}{self._why(reason)}" for text, reason in (*notes, *asked))
        return (*lines, *(f"    {text}" for text in self.more(self.journey, event.at)))

    def _why(self, reason: Reason) -> str:
        facts = f" [{'; '.join(reason.facts)}]" if reason.facts else ""
        return f"\n        because {reason.rule}{facts}" if self.reasons else ""

    def _said(self, at: datetime) -> str:
        return f"{wall(at, zone_of(self.journey)):%Y-%m-%d %H:%M}"

    def _command(self, command: Command) -> str:
        match command:
            case SendMessage():
                return _send(command)
            case RequestQuestionnaire():
                of = "" if command.by == "patient" else f" of {command.by}"
                return f"ask {' '.join(command.instruments)}{of}, by {self._said(command.due_at)}"
            case ScheduleVisit():
                what = "a visit" if command.visits == 1 else f"{command.visits} visits"
                return f"book {what} with {command.role}, {command.minutes} minutes, by {self._said(command.due_at)}"
            case OpenTask():
                return f"{_task(command)}, by {self._said(command.due_at)}"
            case JoinConference():
                proposal = f", proposing {command.proposal}" if command.proposal else ""
                return f"put on the agenda of a conference, by {self._said(command.due_at)}{proposal}"
            case _:
                return self._short(command)

    def _short(
        self, command: CloseRequest | CancelVisit | TellRoles | CloseTask | LeaveConference | StartPathway
    ) -> str:
        match command:
            case CloseRequest():
                return f"close request {command.request}"
            case CancelVisit():
                when = self._said(command.start) if command.start else "which was not booked yet"
                return f"cancel visit {command.key.step}, {when}"
            case TellRoles():
                return f"tell {', '.join(command.roles)} about {command.about}"
            case CloseTask():
                return f"close task {command.task}"
            case LeaveConference():
                return f"take off the agenda of {command.key.step}"
            case StartPathway():
                return f"start pathway {command.pathway}"
            case _:
                assert_never(command)


def _send(command: SendMessage) -> str:
    to = "" if command.to == "patient" else f" to {command.to}"
    urgency = "" if command.urgency == "routine" else f", as a {command.urgency} message"
    other = ", by another channel" if command.other_channel else ""
    return f"send {command.template}{to}{urgency}{other}"


def _task(command: OpenTask) -> str:
    phone = ", by phone" if command.contact else ""
    severity = f", {command.severity}" if command.severity else ""
    outcomes = f", one of {' / '.join(command.outcomes)}" if command.outcomes else ""
    return f"task {command.key.step} for {command.role}{phone}{severity}{outcomes}"
