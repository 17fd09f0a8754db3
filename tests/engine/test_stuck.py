"""A pathway that cannot go on ends as a task that a person sees, never as a hang."""

from datetime import timedelta

import pytest

from engine import clock, walking
from engine.events import EventRefused, PromptFailed, TimePassed, VisitUnavailable, Withdrew
from engine.language import after, ask, book, deliver_plan, go, message, stage, task, wait
from engine.spans import days, weeks
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, VISITS, care, pathway
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def test_a_circle_without_time_is_stopped_and_shown_to_a_person() -> None:
    patient = Patient(pathway(stage("one", go("on", "two")), stage("two", go("back", "one"))))

    assert patient.task("fault").role == "ops"
    assert f"stopped after {walking.STEPS_PER_DECISION} steps" in str(patient.commands[-1].reason)


def test_a_last_stage_that_does_not_say_how_the_journey_ends_is_shown_to_a_person() -> None:
    patient = Patient(pathway(stage("one", message("word"))))

    assert "ended without saying how the journey ends" in str(patient.commands[-1].reason)


def test_a_fault_that_was_looked_at_lets_the_pathway_try_again() -> None:
    patient = Patient(pathway(stage("one", message("word"))))

    followed = patient.done("fault")

    assert followed == ["task fault for ops"]


def test_a_second_fault_waits_behind_the_first() -> None:
    patient = Patient(pathway(stage("one", task("work", NURSE, within=days(2)), alongside=(deliver_plan(),))))
    assert patient.task("fault").occurrence == 1

    assert "task fault for ops" not in patient.done("work")
    assert "ended without saying how the journey ends" not in str(patient.commands[-1].reason)


def test_a_plan_that_nobody_decided_is_shown_to_a_person() -> None:
    patient = Patient(care(deliver_plan(), FOR_EVER))

    assert "no conference has decided one" in str(patient.commands[-1].reason)


def test_too_many_moments_at_once_are_cut_off_and_shown_to_a_person() -> None:
    crowd = [
        message(f"word_{n}", when=after("enrolled", days(1))) for n in range(clock.MOMENTS_PER_DECISION + 5)
    ]
    patient = Patient(care(FOR_EVER, alongside=crowd))
    patient.now += timedelta(days=3)

    decision = patient.decides(TimePassed(at=patient.now))

    assert decision.commands[-1].key.step == "fault"
    assert "something is always due" in str(decision.commands[-1].reason)


def test_a_prompt_that_reached_nobody_is_a_call_for_a_person() -> None:
    patient = Patient(care(ask("form", PEG, within=days(7), remind=FORMS), FOR_EVER))

    assert patient.hears(PromptFailed, step="form") == ["task form for coordinator"]
    assert patient.task("form").contact


def test_a_visit_without_a_free_slot_is_a_task_for_a_person() -> None:
    patient = Patient(care(book("visit", DOCTOR, minutes=30, within=days(7), remind=VISITS), FOR_EVER))

    assert patient.hears(VisitUnavailable, step="visit") == ["task visit for coordinator"]


def test_work_that_nobody_does_is_told_again_and_again() -> None:
    patient = Patient(care(task("work", NURSE, within=days(2)), FOR_EVER))

    told = [line for line in patient.until("2026-06-01 09:00") if line.startswith("tell")]

    assert told[:3] == [
        "tell nurse about work#1.1",
        "tell nurse coordinator about work#1.1",
        "tell doctor about work#1.1",
    ]
    assert len(told) > 10


def test_words_that_reached_nobody_are_a_call_although_their_step_has_ended() -> None:
    patient = Patient(care(message("hello"), FOR_EVER))

    assert patient.hears(PromptFailed, step="hello", occurrence=1) == ["task hello for coordinator"]
    assert patient.hears(PromptFailed, step="hello", occurrence=1) == []


def test_words_that_reached_nobody_are_no_call_to_who_withdrew() -> None:
    patient = Patient(care(message("hello"), FOR_EVER))
    patient.hears(Withdrew)

    with pytest.raises(EventRefused, match="hello is not open: done"):
        patient.hears(PromptFailed, step="hello")


def test_words_of_an_earlier_time_are_no_news() -> None:
    patient = Patient(care(message("hello"), FOR_EVER))

    with pytest.raises(EventRefused, match="hello is not open: done"):
        patient.hears(PromptFailed, step="hello", occurrence=2)
