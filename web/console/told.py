"""The journal in words for a page: what happened, what was done because of it, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from database.chart import Line
from engine import wire
from engine.commands import Reason
from engine.events import Answered, Event, Reported
from engine.scores import Score, Value
from engine.telling import Clock, command_in_words, event_in_words, prompt_in_words, reason_in_words
from instruments.catalogue import UnknownInstrument, instrument


@dataclass(frozen=True, slots=True)
class Told:
    kind: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    lines: tuple[Told, ...]


def moments(lines: Sequence[Line], clock: Clock) -> list[Moment]:
    """Newest moment first; within one, in the order in which it happened."""
    return [
        Moment(at, tuple(_told(line, clock) for line in sorted(held, key=lambda line: line.number)))
        for at, held in groupby(lines, key=lambda line: line.at)
    ]


def _told(line: Line, clock: Clock) -> Told:
    match line.kind:
        case "event":
            return Told("event", _event(line, clock), "")
        case "command":
            command = wire.command_from(line.what, line.body)
            return Told("did", command_in_words(command, None, clock), reason_in_words(command.reason, clock))
        case "prompt":
            prompt = wire.prompt_from(line.body)
            reasons = dict.fromkeys(reason_in_words(message.reason, clock) for message in prompt.messages)
            return Told("text", prompt_in_words(prompt), "; ".join(reasons))
        case "silenced":
            return Told("text", f"not said: {line.what}", line.reason or "")
        case _:
            reason = reason_in_words(Reason("", line.reason or ""), clock)
            return Told("note", f"{line.step.replace('_', ' ')}: {reason}" if line.step else reason, "")


def _event(line: Line, clock: Clock) -> str:
    if line.journey is None:
        return _words(line.what)
    event = wire.event_from(line.what, line.body)
    return _said(event, clock) or " ".join(
        filter(None, (_words(line.what), (line.step or "").replace("_", " ")))
    )


def _said(event: Event, clock: Clock) -> str:
    match event:
        case Answered():
            scores = ", ".join(
                f"{title(one.instrument)} {one.shown if one.shown is not None else one.status.replace('_', ' ')}"
                + (f" ({one.band.replace('_', ' ')})" if one.band else "")
                for one in event.scores
            )
            names = ", ".join(title(name) for name in event.answers)
            return f"answered {scores or names}{'' if event.finished else ', not finished'}"
        case Reported():
            details = f": {', '.join(event.details)}" if event.details else ""
            return f"reported {event.report}{details}".replace("_", " ")
        case _:
            return event_in_words(event, _NoForms(), clock).replace("_", " ")


def title(name: str) -> str:
    """A form that we do not know keeps its code."""
    try:
        return instrument(name).title
    except UnknownInstrument:
        return name.replace("_", " ")


class _NoForms:
    """Answers are told by their scores here, so that no form has to be looked into."""

    def items(self, instrument: str) -> tuple[str, ...]:
        return ()

    def ordinary(self, instrument: str, level: float) -> Mapping[str, Value]:
        return {}

    def coded(self, instrument: str, answers: Mapping[str, Value]) -> Mapping[str, Value]:
        return answers

    def scores(self, answers: Mapping[str, Mapping[str, Value]]) -> tuple[Score, ...]:
        return ()


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
