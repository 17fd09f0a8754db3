"""A dated line of an example, as the event that it means: `2026-01-12 09:30  booked first_visit 2026-01-20T10:00`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from engine import events
from engine.clinic import Clinic
from engine.journey import Journey, PlanItem
from engine.scores import Value
from engine.spans import Span
from engine.words import NamedStep
from engine.zones import local
from instruments.catalogue import instrument, score_all

CLINIC = Clinic()
# The first word of a line, the event that it means, and what the words after it are.
PLAIN: Mapping[str, tuple[type[object], tuple[str, ...]]] = {
    "declined": (events.StepDeclined, ("step",)),
    "booked": (events.VisitsBooked, ("step", "starts")),
    "moved": (events.VisitMoved, ("step", "start", "number")),
    "confirmed": (events.VisitConfirmed, ("step", "number")),
    "attended": (events.VisitAttended, ("step", "number")),
    "missed": (events.VisitMissed, ("step", "number")),
    "cancelled": (events.VisitCancelled, ("step", "number")),
    "no_slot_for": (events.VisitUnavailable, ("step",)),
    "no_quorum_for": (events.ConferenceFailed, ("step", "missing")),
    "plan_changed": (events.PlanChanged, ("reason", "plan")),
    "reported": (events.Reported, ("report", "details")),
    "unreachable_about": (events.PromptFailed, ("step",)),
    "on_hold_until": (events.PutOnHold, ("review_at", "reason")),
    "resumed": (events.Resumed, ()),
    "skipped": (events.StepSkipped, ("step", "reason")),
    "repeated": (events.StepRepeated, ("step", "reason")),
    "moved_by_hand": (events.StepMoved, ("step", "to", "reason")),
    "lives_in": (events.PatientMoved, ("zone",)),
    "withdrew": (events.Withdrew, ()),
    "died": (events.Died, ()),
    "transferred": (events.Transferred, ("reason",)),
}
MANY = frozenset({"starts", "details", "missing", "plan"})
MOMENTS = frozenset({"start", "starts", "to", "review_at"})


@dataclass(frozen=True)
class Reader:
    """Reads lines about one journey. `written` are the steps of the example, for a person to add by hand."""

    journey: Journey
    written: Mapping[str, NamedStep]

    def event(self, id: str, at: datetime, words: list[str]) -> events.Event:
        verb, rest = words[0], words[1:]
        match verb:
            case "enrolled":
                return events.Enrolled(id=id, at=at, zone=CLINIC.zone, clinic=CLINIC)
            case "end":
                return events.TimePassed(at=at)
            case "answered" | "began" | "wrote":
                return _answered(id, at, verb, rest)
            case "done" | "accepted":
                return self._of_task(id, at, verb, rest)
            case "decided":
                return _decided(id, at, rest)
            case "recorded":
                return _recorded(id, at, rest)
            case _:
                return self._plain(id, at, verb, rest)

    def _plain(self, id: str, at: datetime, verb: str, words: list[str]) -> events.Event:
        if verb == "added":
            step = self.written[words[0]]
            return events.StepAdded(id=id, at=at, added=step, reason=words[1])  # type: ignore[arg-type]  # each is a Step
        kind, names = PLAIN[verb]
        given: dict[str, object] = {"id": id, "at": at}
        given |= {name: self._value(name, word) for name, word in zip(names, words, strict=False)}
        event: events.Event = TypeAdapter(kind).validate_python(given)  # type: ignore[assignment]  # PLAIN names events
        return event

    def _value(self, name: str, word: str) -> object:
        parts = word.split(",") if name in MANY else [word]
        if name == "plan":
            return _plan(word)
        values = [moment(self.journey, part.replace("T", " ")) if name in MOMENTS else part for part in parts]
        return tuple(values) if name in MANY else values[0]

    def _of_task(self, id: str, at: datetime, verb: str, words: list[str]) -> events.Event:
        """`done TASK outcome`: a task is named by the step that it belongs to."""
        key = next((task.key for task in self.journey.tasks.values() if task.step == words[0]), words[0])
        if verb == "accepted":
            return events.TaskAccepted(id=id, at=at, task=key)
        return events.TaskDone(id=id, at=at, task=key, outcome=words[1] if len(words) > 1 else None)


def zone_of(journey: Journey) -> str:
    return CLINIC.zone if journey.status == "new" else journey.zones[-1][1]


def moment(journey: Journey, text: str) -> datetime:
    there = datetime.fromisoformat(text)
    return local(there.date(), there.time(), zone_of(journey))


def _answered(id: str, at: datetime, verb: str, words: list[str]) -> events.Answered:
    """`answered STEP peg p=7 e=6 g=8`; `began` for an unfinished form, `wrote` for one that nobody asked for."""
    step = None if verb == "wrote" else words.pop(0)
    forms: dict[str, dict[str, Value]] = {}
    for word in words:
        item, is_answer, value = word.partition("=")
        if is_answer:
            forms[list(forms)[-1]][item] = int(value) if value.isdecimal() else value
        else:
            forms[item] = {}
    return events.Answered(
        id=id,
        at=at,
        step=step,
        answers={name: instrument(name).coded(answers) for name, answers in forms.items()},
        scores=() if verb == "began" else score_all(forms),
        finished=verb != "began",
    )


def _decided(id: str, at: datetime, words: list[str]) -> events.ConferenceDecided:
    """`decided STEP outcome present=a,b plan=one,two:one+14`."""
    named = dict(word.split("=", 1) for word in words if "=" in word)
    return events.ConferenceDecided(
        id=id,
        at=at,
        step=words[0],
        present=tuple(named["present"].split(",")),
        outcome=next((word for word in words[1:] if "=" not in word), None),
        plan=_plan(named["plan"]) if "plan" in named else None,
    )


def _plan(text: str) -> tuple[PlanItem, ...]:
    """`one,two:one+14` is `one`, and `two` after `one`, 14 days later."""
    items = []
    for part in text.split(","):
        therapy, _, rest = part.partition(":")
        after, _, delay = rest.partition("+")
        items.append(
            PlanItem(
                therapy=therapy,
                after=(after,) if after else (),
                delay=Span(unit="days", count=int(delay)) if delay else None,
            )
        )
    return tuple(items)


def _recorded(id: str, at: datetime, words: list[str]) -> events.FactsRecorded:
    """`recorded mme=50 taper -pregnant`: what has no value is a flag, and a minus clears it."""
    facts: dict[str, Value] = {
        name: int(value) for name, is_fact, value in (word.partition("=") for word in words) if is_fact
    }
    flags = {word.lstrip("-"): not word.startswith("-") for word in words if "=" not in word}
    return events.FactsRecorded(id=id, at=at, facts=facts, flags=flags)
