"""Everything that leaves the process and comes back: events, commands and journeys are the same after JSON."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from engine import wire
from engine.care import Prompt
from engine.commands import (
    Command,
    Key,
    LeaveConference,
    Note,
    Reason,
    SendMessage,
    StartPathway,
    StopCalling,
)
from engine.decide import decide
from engine.events import Answered, Enrolled, Event, FactsRecorded, StepAdded, VisitConfirmed
from engine.index import index_of
from engine.journey import from_json, to_json
from engine.language import after, message
from engine.spans import days
from engine.words import Pathway
from engine.zones import zone_rules
from tests.support.clock import NEW_YORK, at
from tests.support.generated import Author, a_life

NOW = at("2026-03-02 09:00")
LIVES = range(60)
EVENTS: Mapping[type, list[Any]] = {
    kind: [lived.event for seed in LIVES for lived in a_life(seed).lived if type(lived.event) is kind]
    for kind in get_args(Event)
}
KEY, WHY = Key("j", "s", 1, 1), Reason("a.py:1", "is next")
RARE = (
    StartPathway(key=KEY, reason=WHY, pathway="p"),
    StopCalling(key=KEY, reason=WHY, task="s#1.1", role="nurse"),
    LeaveConference(key=KEY, reason=WHY),
)
COMMANDS: Mapping[type, list[Any]] = {
    kind: [
        command
        for command in (*RARE, *(one for seed in LIVES for one in a_life(seed).commands))
        if type(command) is kind
    ]
    for kind in get_args(Command)
}


def through_json(value: Any) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(type(value))
    return adapter.validate_json(adapter.dump_json(value))


@pytest.mark.parametrize("kind", EVENTS)
def test_each_event_is_the_same_after_json(kind: type) -> None:
    examples = EVENTS[kind] or [VisitConfirmed(id="e", at=NOW, step="see")]
    again = [wire.event_from(wire.name_of(event), wire.written(event)) for event in examples]

    assert again == examples
    assert [type(event) for event in again] == [type(event) for event in examples]


@pytest.mark.parametrize("kind", COMMANDS)
def test_each_command_is_the_same_after_json(kind: type) -> None:
    examples = COMMANDS[kind]
    again = [wire.command_from(wire.name_of(command), wire.written(command)) for command in examples]

    assert again == examples
    assert [type(command) for command in again] == [type(command) for command in examples]


@pytest.mark.parametrize("kind", [*EVENTS, *COMMANDS])
def test_the_lives_of_these_tests_show_an_example_of_each_class(kind: type) -> None:
    assert {**EVENTS, **COMMANDS}[kind]


def test_a_text_to_the_patient_is_the_same_after_json() -> None:
    said = SendMessage(
        key=Key("j", "s", 1, 1),
        reason=Reason("a.py:1", "is next"),
        template="hello",
        to="patient",
        urgency="routine",
    )
    prompt = Prompt(NOW, "patient", (said, replace(said, template="welcome", expires_at=NOW)))

    assert wire.prompt_from(wire.written(prompt)) == prompt


def test_a_class_that_was_never_sent_is_not_read() -> None:
    with pytest.raises(KeyError):
        wire.event_from("Reason", "{}")


def test_a_note_is_the_same_after_json() -> None:
    note = Note("check", "asked", Reason("a.py:1", "is next", ("mme is 60",)))

    assert through_json(note) == note


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_a_journey_is_the_same_after_json_at_each_moment_of_a_life(seed: int) -> None:
    for lived in a_life(seed).lived:
        if lived.decision is not None:
            journey = lived.decision.journey
            assert from_json(to_json(journey)) == journey
            assert to_json(from_json(to_json(journey))) == to_json(journey)


@pytest.mark.parametrize("seed", range(20))
def test_a_pathway_is_the_same_after_json(seed: int) -> None:
    pathway = Author(Random(seed)).pathway()  # noqa: S311  # nothing here is a secret

    assert Pathway.model_validate_json(pathway.model_dump_json()) == pathway
    assert index_of(Pathway.model_validate_json(pathway.model_dump_json())) == index_of(pathway)


@pytest.mark.parametrize("value", [True, False, 0, 1, 0.5, 7, "often", None])
def test_a_raw_answer_keeps_its_kind_in_json(value: object) -> None:
    event = Answered(id="e", at=NOW, answers={"peg": {"p": value}})  # type: ignore[dict-item]  # a value

    (again,) = through_json(event).answers["peg"].values()
    assert (again, type(again)) == (value, type(value))


TYPED = ["Ana Maria", "call me!", "", "x" * 401, "+1 (555) 0100", "a\nb", "señal"]
REFUSED: list[tuple[str, type, dict[str, Any]]] = [
    ("an id", Enrolled, {"id": "TYPED", "zone": NEW_YORK}),
    ("a flag", Enrolled, {"id": "e", "zone": NEW_YORK, "flags": ["TYPED"]}),
    ("a fact's name", FactsRecorded, {"id": "e", "facts": {"TYPED": 1}}),
    ("a fact's value", FactsRecorded, {"id": "e", "facts": {"sex": "TYPED"}}),
    ("an answer", Answered, {"id": "e", "answers": {"peg": {"p": "TYPED"}}}),
    ("an item", Answered, {"id": "e", "answers": {"peg": {"TYPED": 1}}}),
    ("a form", Answered, {"id": "e", "answers": {"TYPED": {}}}),
    ("a step", Answered, {"id": "e", "answers": {}, "step": "TYPED"}),
]


def _typed(fields: Any, typed: str) -> Any:
    match fields:
        case dict():
            return {_typed(key, typed): _typed(value, typed) for key, value in fields.items()}
        case list():
            return [_typed(value, typed) for value in fields]
        case "TYPED":
            return typed
        case _:
            return fields


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("what", "kind", "fields"), REFUSED, ids=[what for what, _, _ in REFUSED])
def test_a_name_or_free_text_does_not_get_in(
    what: str, kind: type, fields: dict[str, Any], typed: str
) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python({"at": NOW, **_typed(fields, typed)})


@pytest.mark.parametrize(("what", "kind", "fields"), REFUSED, ids=[what for what, _, _ in REFUSED])
def test_a_code_gets_in(what: str, kind: type, fields: dict[str, Any]) -> None:
    assert TypeAdapter(kind).validate_python({"at": NOW, **_typed(fields, "extra_call#1.2")})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_an_answer_is_a_number_that_can_be_compared(number: float) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Answered).validate_python({"id": "e", "at": NOW, "answers": {"peg": {"p": number}}})


def test_a_moment_without_a_zone_does_not_get_in() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(VisitConfirmed).validate_python({"id": "e", "at": datetime(2026, 3, 2), "step": "see"})  # noqa: DTZ001  # the point


def test_an_added_step_comes_back_as_the_word_that_it_was() -> None:
    event = StepAdded(
        id="e", at=NOW, added=message("m", when=after("enrolled", days(3), at="10:00")), reason="wish"
    )

    assert through_json(event) == event


def test_a_key_is_written_as_step_occurrence_and_attempt() -> None:
    assert str(Key("j1", "check", 2, 3)) == "check#2.3"


def test_a_reason_reads_as_the_rule_the_facts_and_the_line() -> None:
    assert (
        str(Reason("pain.py:41", "high", ("mme is 60", "age is 70")))
        == "high [mme is 60; age is 70] (pain.py:41)"
    )
    assert str(Reason("", "high")) == "high"


def test_the_same_moment_told_in_another_zone_brings_the_same_journey_to_the_byte() -> None:
    plain, told_there = a_life(1).lived[0], zone_rules("Asia/Kolkata")
    event = replace(plain.event, at=plain.event.at.astimezone(told_there))

    decision = decide(a_life(1).pathway, plain.before, event)

    assert plain.decision is not None
    assert to_json(decision.journey) == to_json(plain.decision.journey)
