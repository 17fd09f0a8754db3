"""What a person changes for one patient: skip, repeat, add and move a step, each with its reason."""

import pytest

from engine.events import EventRefused, StepAdded, StepMoved, StepRepeated, StepSkipped, VisitsBooked
from engine.language import after, ask, book, confer, message, safety, stage, task, wait
from engine.questions import reported
from engine.spans import clinic_days, days, weeks
from tests.support.builders import DOCTOR, EMERGENCY, FORMS, NURSE, PEG, VISITS, care, pathway
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def test_a_skipped_step_is_taken_back_and_the_next_one_begins() -> None:
    patient = Patient(care(ask("form", PEG, within=days(7), remind=FORMS), message("next"), FOR_EVER))

    followed = patient.hears(StepSkipped, step="form", reason="done_on_paper")

    assert followed == ["close form#1", "send next"]
    assert patient.ending("form") == "not_needed"
    assert "form: not_needed: skipped by a person: done_on_paper" in patient.told


def test_a_step_of_the_present_stage_is_skipped_before_it_comes() -> None:
    patient = Patient(care(task("first", NURSE, within=days(2)), message("second"), FOR_EVER))
    patient.hears(StepSkipped, step="second", reason="not_wanted")

    assert patient.done("first") == []
    assert patient.ending("second") == "not_needed"


def test_a_step_of_a_later_stage_is_skipped_before_the_stage_begins() -> None:
    patient = Patient(
        pathway(stage("one", task("first", NURSE, within=days(2))), stage("two", message("second"), FOR_EVER))
    )
    patient.hears(StepSkipped, step="second", reason="not_wanted")

    assert patient.done("first") == []


def test_an_alarm_that_has_not_come_up_cannot_be_skipped() -> None:
    alarm = safety("alarm", reported("fall"), task("call", NURSE, severity=EMERGENCY))
    patient = Patient(care(FOR_EVER, safety=(alarm,)))

    with pytest.raises(EventRefused, match="is about safety"):
        patient.hears(StepSkipped, step="call", reason="not_wanted")


def test_a_repeated_step_is_a_new_occurrence_and_holds_up_what_is_next() -> None:
    patient = Patient(care(task("first", NURSE, within=days(2)), FOR_EVER))
    patient.done("first")

    assert patient.hears(StepRepeated, step="first", reason="needed_once_more") == ["task first for nurse"]
    assert patient.step("first").occurrence == 2


def test_an_added_step_runs_beside_everything_else() -> None:
    patient = Patient(care(FOR_EVER))

    followed = patient.hears(StepAdded, added=task("extra_call", NURSE, within=days(2)), reason="worried")

    assert followed == ["task extra_call for nurse"]
    assert patient.done("extra_call") == []
    assert patient.ending("extra_call") == "done"


def test_an_added_step_can_wait_for_its_own_moment() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(StepAdded, added=message("word", when=after("enrolled", days(3))), reason="asked_for")

    assert patient.until("2026-03-05 08:00") == []
    assert patient.until("2026-03-05 10:00") == ["send word"]


def test_an_added_step_can_be_skipped() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(StepAdded, added=task("extra_call", NURSE, within=days(2)), reason="worried")

    assert patient.hears(StepSkipped, step="extra_call", reason="settled") == ["close task extra_call#1.1"]


def test_a_visit_with_tiers_of_its_own_cannot_be_added() -> None:
    patient = Patient(care(FOR_EVER))
    visit = book("more", DOCTOR, minutes=30, within=days(9), missed=(message("missed"),))

    with pytest.raises(EventRefused, match="without branches"):
        patient.hears(StepAdded, added=visit, reason="r")


def test_a_step_that_has_not_opened_is_moved_to_its_new_moment() -> None:
    patient = Patient(care(message("word", when=after("enrolled", days(9))), FOR_EVER))
    patient.hears(StepMoved, step="word", to=at("2026-03-04 10:00"), reason="patient_asked")

    assert patient.wakes == "2026-03-04 10:00"
    assert patient.until("2026-03-04 10:00") == ["send word"]


def test_a_wait_is_moved() -> None:
    patient = Patient(care(wait("pause", after("enrolled", days(9))), message("word"), FOR_EVER))
    patient.hears(StepMoved, step="pause", to=at("2026-03-04 10:00"), reason="patient_asked")

    assert patient.until("2026-03-04 10:00") == ["send word"]


@pytest.mark.parametrize(
    "step",
    [
        ask("open_one", PEG, within=days(7), remind=FORMS),
        book("open_one", DOCTOR, minutes=30, within=days(7), remind=VISITS),
        confer("open_one", quorum=(DOCTOR,), within=days(7), retry=clinic_days(5)),
    ],
    ids=["ask", "book", "confer"],
)
def test_the_deadline_of_what_is_open_is_moved(step: object) -> None:
    patient = Patient(care(step, FOR_EVER))  # type: ignore[arg-type]  # one of three words
    patient.hears(StepMoved, step="open_one", to=at("2026-03-20 10:00"), reason="holiday")

    assert shown(patient.step("open_one").due_at) == "2026-03-20 10:00"


def test_a_repeated_visit_is_booked_anew() -> None:
    patient = Patient(care(book("visit", DOCTOR, minutes=30, within=days(7), remind=VISITS), FOR_EVER))
    patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-06 10:00"),))
    patient.hears(StepSkipped, step="visit", reason="settled_by_phone")

    assert patient.hears(StepRepeated, step="visit", reason="after_all") == ["book visit"]


def test_a_form_whose_deadline_was_moved_does_not_run_out_before_it() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS)))
    patient.hears(StepMoved, step="check", to=at("2026-03-22 09:00"), reason="travels")

    assert "close check#1" not in patient.until("2026-03-22 08:59")
    assert "close check#1" in patient.until("2026-03-22 09:00")


def test_a_deadline_that_a_person_moves_is_told_to_whoever_keeps_the_list() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS)))

    moved = patient.hears(StepMoved, step="check", to=at("2026-03-30 09:00"), reason="travels")
    assert moved == ["move check#1 to 2026-03-30 09:00"]
