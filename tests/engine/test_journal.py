"""What one moment leaves behind: every line is numbered, names its step, and says why."""

import json

from engine import wire
from engine.care import Attended, Care, attend, pass_time
from engine.commands import StartPathway
from engine.events import Answered, Enrolled, Event, PutOnHold, Withdrew
from engine.journal import Entry, entries_of, now_of
from engine.journey import Journey, from_json
from engine.language import after, ask, choose, message, start, task, wait
from engine.spans import days, weeks
from engine.words import Pathway
from tests.support.builders import FORMS, NURSE, PEG, TEXTS, care
from tests.support.clock import NEW_YORK, at

MORNING, EVENING = "2026-03-02 09:00", "2026-03-02 23:00"
PATHWAY = care(
    message("hello"),
    message("welcome"),
    start("other", "sleep"),
    ask("form", PEG, within=days(7), remind=FORMS),
    task("look", NURSE, within=days(1)),
    choose("next", otherwise=wait("for_ever", after("enrolled", weeks(50)))),
)


def enrolled(day: str, pathway: Pathway = PATHWAY) -> tuple[Event, Attended]:
    journey = Care(journeys={"j1": Journey(id="j1", pathway="small")})
    event = Enrolled(id="e1", at=at(day), zone=NEW_YORK, flags=(TEXTS,))
    return event, attend({"small": pathway}, journey, "j1", event)


def lines(day: str = MORNING, after: int = 0) -> tuple[Entry, ...]:
    event, attended = enrolled(day)
    return entries_of("j1", at(day), event, attended, after)


def test_the_lines_of_a_moment_are_numbered_on_without_a_gap() -> None:
    found = lines(after=41)

    assert [entry.number for entry in found] == list(range(42, 42 + len(found)))


def test_what_happened_comes_first_and_then_what_followed() -> None:
    kinds = [entry.kind for entry in lines()]

    assert kinds[0] == "event"
    assert kinds[1:] == sorted(kinds[1:], key=("command", "prompt", "silenced", "note").index)
    assert {"command", "prompt", "note"} <= set(kinds)


def test_time_that_changed_nothing_leaves_no_line() -> None:
    _, attended = enrolled(MORNING)
    passed = pass_time({"small": PATHWAY}, attended.care, at("2026-03-02 09:05"))

    assert entries_of(None, at("2026-03-02 09:05"), None, passed, 7) == ()


def test_an_event_is_written_with_the_step_that_it_is_about() -> None:
    answered = Answered(id="e2", at=at(MORNING), step="form", answers={"peg": {"p": 1}})
    nothing = pass_time({"small": PATHWAY}, enrolled(MORNING)[1].care, at(MORNING))
    (entry,) = entries_of("j1", at(MORNING), answered, nothing, 0)

    assert (entry.what, entry.journey, entry.step, entry.occurrence) == ("Answered", "j1", "form", None)
    assert wire.event_from(entry.what, entry.body) == answered


def test_an_event_about_no_step_names_none() -> None:
    assert (lines()[0].what, lines()[0].step, lines()[0].occurrence) == ("Enrolled", None, None)


def test_a_command_is_read_back_from_its_line_and_says_why() -> None:
    (entry,) = [entry for entry in lines() if entry.what == "StartPathway"]
    command = wire.command_from(entry.what, entry.body)

    assert isinstance(command, StartPathway)
    assert (entry.journey, entry.step, entry.occurrence) == ("j1", "other", 1)
    assert entry.reason == str(command.reason)


def test_messages_that_go_out_together_are_one_line_that_says_all_of_why() -> None:
    (entry,) = [entry for entry in lines() if entry.kind == "prompt"]
    prompt = wire.prompt_from(entry.body)

    assert entry.what == "hello welcome form_due"
    assert entry.reason == "; ".join(str(message.reason) for message in prompt.messages)
    assert (entry.at, entry.step, entry.occurrence) == (prompt.at, "hello", 1)


def test_words_that_are_never_said_are_written_down_with_why() -> None:
    pathway = care(message("hello"), wait("for_ever", after("enrolled", weeks(50))))
    waiting = enrolled(EVENING, pathway)[1].care
    held = attend({"small": pathway}, waiting, "j1", Withdrew(id="e2", at=at(EVENING)))
    later = pass_time({"small": pathway}, held.care, at("2026-03-03 09:00"))
    silenced = [
        entry
        for attended in (held, later)
        for entry in entries_of("j1", at(EVENING), None, attended, 0)
        if entry.kind == "silenced"
    ]

    assert [(entry.what, entry.step, entry.reason) for entry in silenced] == [
        ("hello", "hello", "the patient withdrew")
    ]
    assert json.loads(silenced[0].body)["template"] == "hello"


def test_a_note_is_written_with_its_sentence() -> None:
    (entry,) = [entry for entry in lines() if entry.kind == "note" and entry.step == "other"]

    assert entry.what == "done: sleep started"
    assert entry.reason is not None
    assert entry.reason.startswith(entry.what)


def test_where_a_journey_stands_is_read_back_whole() -> None:
    journey = enrolled(MORNING)[1].care.journeys["j1"]
    now = now_of(journey)

    assert from_json(now.state) == journey
    assert (now.id, now.pathway, now.status, now.stage, now.ending) == (
        "j1",
        "small",
        "active",
        "care",
        None,
    )
    assert now.hold_until is None


def test_a_journey_on_hold_stands_with_the_day_of_its_review() -> None:
    care_now = enrolled(MORNING)[1].care
    held = attend(
        {"small": PATHWAY},
        care_now,
        "j1",
        PutOnHold(id="e2", at=at(MORNING), review_at=at("2026-03-20 09:00"), reason="ward"),
    )
    journey = held.care.journeys["j1"]

    assert journey.hold is not None
    assert now_of(journey).hold_until == journey.hold.review_at
