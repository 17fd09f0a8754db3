"""What follows from a text: whom of the journeys it is told, what is work for a person, what is said straight back.

Pure. Ids are made from the text's own, so that a text that is heard twice changes nothing the second time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, assert_never

from engine.events import Answered, Event, FactsRecorded, Reported, StepMoved, VisitConfirmed
from engine.listening import TEXTS_FROM
from engine.scores import Value
from instruments.catalogue import score_all
from replies.meaning import Intent, Reading
from replies.standing import OnJourney, Standing

A_DAY = timedelta(days=1)
"""How long "later" is, for whoever does not say."""
Kind = Literal[
    "unknown_number", "shared_phone", "wrong_number", "death", "no_journey", "refused", "urgent", "not_heard"
]
"""Work about a text that no journey carries."""
ANSWER_OF = {"crisis_words": "help_reply", "red_flag_words": "emergency_now"}
"""What is said at once where no journey says it; anybody else is told that texts are not watched."""
Why = Literal["stop", "start", "plain_words", "wrong_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """A journey hears of it; if it does not take it, a person does."""

    journey: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`about` is what was read in the text, as codes."""

    kind: Kind
    patient: str | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """To texts to this number, of every purpose but safety."""

    granted: bool
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Straight back to the number, without a journey."""

    template: str


Follow: TypeAlias = Tell | Work | Consents | Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One text of one person. `keyword`: the text provider takes it for a word of its own, and answers it by itself."""

    id: str
    at: datetime
    reading: Reading
    standing: Standing
    keyword: bool = False


def follows(heard: Heard) -> tuple[Follow, ...]:
    found = [
        follow
        for intent in heard.reading.intents
        if _counts(intent, heard.reading)
        for follow in _of(intent, heard)
    ]
    unlike: list[Follow] = []
    for one in found:
        if one not in unlike:
            unlike.append(one)
    return tuple(unlike)


def _counts(intent: Intent, reading: Reading) -> bool:
    """Whoever has the wrong phone answers nothing for the patient; what may be an emergency counts all the same."""
    return "wrong_number" not in reading.intents or intent in ("crisis", "red_flag", "death", "wrong_number")


def _of(intent: Intent, heard: Heard) -> Iterator[Follow]:
    match intent:
        case "crisis" | "red_flag" | "death":
            yield from _urgent(intent, heard)
        case "report" | "change_visit" | "call_me" | "unclear":
            for report in _reports(intent, heard.reading):
                yield from _report(heard, report)
        case "confirm" | "number" | "later":
            yield from _answer(intent, heard)
        case "wrong_number" | "opt_out" | "opt_in" | "help":
            yield from _about_texts(intent, heard)
        case "courtesy":
            pass
        case _:
            assert_never(intent)


def _urgent(intent: Intent, heard: Heard) -> Iterator[Follow]:
    match intent:
        case "crisis":
            yield from _report(heard, "crisis_words", urgent=True)
        case "red_flag":
            yield from _report(heard, "red_flag_words", heard.reading.signs, urgent=True)
        case _:
            yield Work(kind="death", patient=heard.standing.patient, about="death")


def _reports(intent: Intent, reading: Reading) -> tuple[str, ...]:
    match intent:
        case "report":
            return reading.reports
        case "unclear":
            return ("question",)
        case _:
            return (intent,)


def _report(
    heard: Heard, report: str, details: tuple[str, ...] = (), *, urgent: bool = False
) -> Iterator[Follow]:
    """To the first journey whose pathway reads it, or else to a person: never to nobody."""
    by = ("by_caregiver",) if heard.standing.caregiver else ()
    for journey in heard.standing.journeys:
        if report in journey.listens_to and (urgent or journey.active):
            event = Reported(
                id=_id(heard, report), at=heard.at, report=report, details=(*details, "by_text", *by)
            )
            yield Tell(journey=journey.id, event=event)
            return
    if not urgent and report != "question":
        yield from _report(heard, "question")
        return
    kind: Kind = "urgent" if urgent else "no_journey"
    yield Work(kind=kind, patient=heard.standing.patient, about=" ".join((report, *details)))
    yield Say(template=ANSWER_OF.get(report, "not_watched"))


def _answer(intent: Intent, heard: Heard) -> Iterator[Follow]:
    """What a caregiver may answer for the patient is whether they come; how the patient feels, only the patient."""
    standing = heard.standing
    if intent == "confirm" and standing.visit is not None:
        visit = standing.visit
        event = VisitConfirmed(
            id=_id(heard, "confirm"),
            at=heard.at,
            step=visit.step,
            number=visit.number,
            occurrence=visit.occurrence,
        )
        yield Tell(journey=visit.journey, event=event)
    elif intent == "number" and standing.number is not None and not standing.caregiver:
        asked = standing.number
        value: dict[str, Value] = {asked.item: heard.reading.number}
        answers = {asked.instrument: value}
        yield Tell(
            journey=asked.form.journey,
            event=Answered(
                id=_id(heard, "number"),
                at=heard.at,
                answers=answers,
                scores=score_all(answers),
                step=asked.form.step,
                occurrence=asked.form.occurrence,
            ),
        )
    elif intent == "later":
        yield from _later(heard)
    else:
        yield from _report(heard, "question")


def _later(heard: Heard) -> Iterator[Follow]:
    """Routine texts rest until then, and whatever would run out before it may be answered a day longer."""
    until = heard.at + (heard.reading.wait or A_DAY)
    facts: dict[str, Value] = {TEXTS_FROM: until.isoformat()}
    for journey in _active(heard.standing):
        yield Tell(journey=journey.id, event=FactsRecorded(id=_id(heard, "later"), at=heard.at, facts=facts))
    for form in heard.standing.forms:
        if form.due_at < until:
            id = _id(heard, f"later:{form.step}#{form.occurrence}")
            moved = StepMoved(
                id=id, at=heard.at, step=form.step, to=until + A_DAY, reason="patient_asked_for_time"
            )
            yield Tell(journey=form.journey, event=moved)


def _about_texts(intent: Intent, heard: Heard) -> Iterator[Follow]:
    match intent:
        case "wrong_number":
            yield Consents(granted=False, why="wrong_number")
            yield Work(kind="wrong_number", patient=heard.standing.patient, about="wrong_number")
            yield from _agreed(heard, to_texts=False)
        case "opt_out":
            yield Consents(granted=False, why="stop" if heard.keyword else "plain_words")
            if not heard.standing.opted_out:
                yield from _agreed(heard, to_texts=False)
                # The provider answers its own words by itself, and nobody is told twice.
                yield from () if heard.keyword else (Say(template="stop_confirm"),)
        case "opt_in":
            yield Consents(granted=True, why="start" if heard.keyword else "plain_words")
            yield from _agreed(heard, to_texts=True)
        case _:
            yield from () if heard.keyword else (Say(template="help_reply"),)


def _agreed(heard: Heard, *, to_texts: bool) -> Iterator[Follow]:
    """The patient's own word only: a caregiver speaks for their own phone. Open work moves to phone or letter."""
    if heard.standing.caregiver:
        return
    for journey in _active(heard.standing):
        if journey.texts is not None:
            flags = {journey.texts: to_texts}
            yield Tell(
                journey=journey.id, event=FactsRecorded(id=_id(heard, "texts"), at=heard.at, flags=flags)
            )
        if not to_texts and "stopped_texts" in journey.listens_to:
            report = Reported(
                id=_id(heard, "stopped_texts"), at=heard.at, report="stopped_texts", details=("by_text",)
            )
            yield Tell(journey=journey.id, event=report)


def _active(standing: Standing) -> Iterator[OnJourney]:
    return (journey for journey in standing.journeys if journey.active)


def _id(heard: Heard, what: str) -> str:
    return f"text:{heard.id}:{what}" + (":by_caregiver" if heard.standing.caregiver else "")
