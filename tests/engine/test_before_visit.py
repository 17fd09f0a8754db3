"""A form for a visit is due when that starts: reminders count back from it, and follow it wherever it moves."""

import pytest

from engine.commands import MoveDue, RequestQuestionnaire, SendMessage
from engine.events import (
    Answered,
    PutOnHold,
    Resumed,
    StepDeclined,
    StepMoved,
    VisitAttended,
    VisitCancelled,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
)
from engine.ladders import call, expire, ladder, remind
from engine.language import after, ask, before, book, procedure, together, wait
from engine.spans import days, hours, weeks
from engine.words import Ask, Step
from tests.support.builders import DOCTOR, MOOD, NURSE, PEG, SURGEON, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
PRE_VISIT = ladder(
    "pre_visit",
    remind(-hours(72), "form_reminder", since="due"),
    remind(-hours(24), "form_reminder", since="due"),
    call(hours(0), NURSE, since="due"),
    expire(hours(4), since="due"),
)
VISIT = book("visit", DOCTOR, minutes=30, within=weeks(3), missed=((), ()))
FORM = ask("form", PEG, within=days(14), before_visit="visit", remind=PRE_VISIT)
SCREEN = ask("screen", PEG, when=before("visit", days(3)), before_visit="visit", remind=PRE_VISIT)


def beside_a_visit(form: Ask, visit: Step = VISIT, start: str | None = "2026-03-12 10:00") -> Patient:
    pathway = care(together("both", visit, form), FOR_EVER)
    patient = Patient(pathway.model_copy(update={"ladders": (*pathway.ladders, PRE_VISIT)}))
    if start is not None:
        patient.hears(VisitsBooked, step="visit", starts=(at(start),))
    return patient


def test_it_has_its_own_deadline_until_the_visit_has_a_date() -> None:
    patient = beside_a_visit(FORM, start=None)
    (asked,) = patient.of(RequestQuestionnaire)
    assert asked.due_at == at("2026-03-16 09:00")

    assert patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-12 10:00"),)) == [
        "move form#1 to 2026-03-12 10:00"
    ]
    assert "due by the start of visit on Thu 12 Mar 2026 10:00" in patient.of(MoveDue)[-1].reason.rule


def test_reminders_count_back_from_the_visit_and_are_of_no_use_after_it_began() -> None:
    patient = beside_a_visit(FORM)

    assert patient.until("2026-03-11 12:00") == ["send form_reminder", "send form_reminder"]
    assert {message.expires_at for message in patient.of(SendMessage)[1:]} == {at("2026-03-12 10:00")}
    assert patient.until("2026-03-12 12:00") == ["task form for nurse"]
    assert "close form#1" in patient.until("2026-03-12 15:00")


def test_they_are_counted_anew_for_a_visit_that_moves() -> None:
    patient = beside_a_visit(FORM)
    patient.until("2026-03-11 12:00")

    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-19 10:00")) == [
        "move form#1 to 2026-03-19 10:00"
    ]
    assert patient.until("2026-03-18 12:00") == ["send form_reminder", "send form_reminder"]


def test_a_reminder_whose_moment_is_past_when_the_visit_moves_closer_is_left_out() -> None:
    patient = beside_a_visit(FORM, start="2026-03-19 10:00")
    patient.until("2026-03-04 12:00")
    patient.hears(VisitMoved, step="visit", start=at("2026-03-06 10:00"))

    assert "form: no reminder (72 hours before it was due): that moment is past" in patient.told
    assert patient.until("2026-03-05 12:00") == ["send form_reminder"]


def test_a_visit_that_is_to_be_booked_anew_gives_the_form_its_own_time_again() -> None:
    patient = beside_a_visit(FORM)
    patient.until("2026-03-10 09:00")

    assert "move form#1 to 2026-03-24 09:00" in patient.hears(VisitCancelled, step="visit")
    assert "move form#1 to 2026-03-20 10:00" in patient.hears(
        VisitsBooked, step="visit", starts=(at("2026-03-20 10:00"),)
    )


def test_a_visit_that_took_place_changes_nothing_for_a_form_that_is_still_open() -> None:
    patient = beside_a_visit(FORM)
    patient.until("2026-03-12 11:00")

    assert patient.hears(VisitAttended, step="visit") == []
    assert "close form#1" in patient.until("2026-03-12 15:00")


def test_one_that_is_asked_so_long_before_is_asked_again_for_a_later_date() -> None:
    patient = beside_a_visit(SCREEN)
    patient.until("2026-03-10 09:00")

    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-26 10:00")) == ["close screen#1"]
    assert patient.until("2026-03-24 09:00") == ["ask screen", "send form_due"]
    assert patient.of(RequestQuestionnaire)[-1].due_at == at("2026-03-26 10:00")


def test_one_whose_time_has_come_all_the_same_stays_open() -> None:
    patient = beside_a_visit(SCREEN)
    patient.until("2026-03-10 09:00")

    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-13 09:00")) == [
        "move screen#1 to 2026-03-13 09:00"
    ]
    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-13 09:00")) == []


def test_one_without_a_date_any_more_waits_for_the_next() -> None:
    patient = beside_a_visit(SCREEN)
    patient.until("2026-03-12 11:00")
    said = patient.hears(VisitMissed, step="visit")

    assert "close screen#1" in said
    assert patient.journey.steps["screen"].state == "waiting"


def test_one_that_waits_in_the_queue_is_not_asked_too_early_either() -> None:
    others = tuple(ask(f"other_{n}", MOOD, within=days(30)) for n in range(3))
    patient = Patient(care(together("all", VISIT, SCREEN, *others), FOR_EVER))
    patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-10 09:00")
    assert patient.said.count("ask screen") == 0
    patient.hears(VisitMoved, step="visit", start=at("2026-03-26 10:00"))

    assert patient.hears(Answered, step="other_0", answers={"mood": {"m1": 0, "m9": 0}}) == []
    assert patient.journey.steps["screen"].state == "scheduled"


def test_a_visit_does_not_move_with_a_hold_and_neither_does_its_form() -> None:
    patient = beside_a_visit(FORM)
    patient.until("2026-03-03 09:00")
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")
    patient.until("2026-03-09 12:00")

    assert patient.hears(Resumed)[1:] == ["send form_reminder"]
    assert patient.journey.steps["form"].due_at == at("2026-03-12 10:00")


def test_a_reminder_that_a_hold_kept_back_is_not_sent_once_the_visit_has_begun() -> None:
    patient = beside_a_visit(FORM)
    patient.until("2026-03-03 09:00")
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")
    patient.until("2026-03-12 11:00")

    assert "send form_reminder" not in patient.hears(Resumed)
    assert "form: no reminder (24 hours before it was due): the visit has begun" in patient.told


def test_a_visit_that_is_declined_at_once_leaves_the_form_its_own_deadline() -> None:
    patient = beside_a_visit(FORM, start=None)

    assert patient.hears(StepDeclined, step="visit") == ["cancel visit"]
    assert patient.journey.steps["form"].due_at == at("2026-03-16 09:00")


def test_when_a_person_has_set_its_time_it_follows_no_visit() -> None:
    patient = beside_a_visit(FORM)
    patient.hears(StepMoved, step="form", to=at("2026-03-10 10:00"), reason="patients_wish")

    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-19 10:00")) == []


def test_a_form_without_a_ladder_follows_its_visit_too() -> None:
    patient = beside_a_visit(FORM.model_copy(update={"ladder": None}))

    assert patient.hears(VisitMoved, step="visit", start=at("2026-03-19 10:00")) == [
        "move form#1 to 2026-03-19 10:00"
    ]


@pytest.mark.parametrize("answered", [True, False])
def test_before_a_procedure_it_is_asked_again_where_it_says_so(answered: bool) -> None:
    again = SCREEN.model_copy(update={"again_if_moved": True})
    patient = Patient(
        care(procedure("visit", SURGEON, minutes=30, within=weeks(4), before=(again,)), FOR_EVER).model_copy(
            update={"ladders": (PRE_VISIT, *care().ladders)}
        )
    )
    patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-10 09:00")
    if answered:
        patient.hears(Answered, step="screen", answers={"peg": {"p": 1, "e": 1, "g": 1}})
    patient.hears(VisitMoved, step="visit", start=at("2026-03-26 10:00"))

    assert patient.until("2026-03-24 09:00")[-2:] == ["ask screen", "send form_due"]
