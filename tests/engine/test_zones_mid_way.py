"""The patient moves to another time zone in the middle of everything."""

from engine.events import Answered, PatientMoved, StepMoved, VisitsBooked
from engine.language import after, ask, before, book, message, task, together, wait
from engine.spans import days, hours, weeks
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, VISITS, care
from tests.support.clock import LOS_ANGELES, NEW_YORK, at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def moves(patient: Patient, zone: str = LOS_ANGELES, **more: str) -> list[str]:
    return patient.hears(PatientMoved, zone=zone, **more)


def test_what_has_not_opened_opens_at_its_time_of_day_there() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(3), at="10:00"))))
    moves(patient)

    assert shown(patient.wake, LOS_ANGELES) == "2026-03-05 10:00"


def test_a_reminder_moves_out_of_the_quiet_hours_there() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS)))
    moves(patient)

    # 24 hours after 9:00 in New York it is 6:00 in Los Angeles.
    assert shown(patient.wake, LOS_ANGELES) == "2026-03-03 08:00"


def test_a_reminder_at_a_time_of_day_is_at_that_time_there() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-17 10:00"),))
    moves(patient, on="2026-03-11 09:00")

    assert "send visit_reminder" not in patient.until("2026-03-16 18:59")
    assert "send visit_reminder" in patient.until("2026-03-16 19:00")


def test_a_reminder_that_was_sent_is_not_sent_again() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS)))
    patient.until("2026-03-03 09:00")

    assert moves(patient) == []


def test_a_wait_ends_at_its_time_of_day_there() -> None:
    patient = Patient(care(wait("rest", after("enrolled", days(3), at="10:00")), message("on")))
    moves(patient)

    assert patient.until("2026-03-05 12:59") == []
    assert patient.until("2026-03-05 13:00") == ["send on"]


def test_a_visit_stays_the_same_moment() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-17 10:00"),))
    moves(patient)

    assert patient.step("see").visits[0].start == at("2026-03-17 10:00")


def test_work_of_the_clinic_stays_in_the_time_of_the_clinic() -> None:
    patient = Patient(care(task("call", NURSE)))
    due = patient.task("call").due_at
    moves(patient)

    assert patient.task("call").due_at == due
    assert patient.wakes == "2026-03-04 08:00"


def test_what_waits_for_an_anchor_goes_on_waiting() -> None:
    soon = message("soon", when=before("see", hours(24)))
    patient = Patient(care(together("both", book("see", DOCTOR, minutes=30), soon)))
    moves(patient)

    assert patient.step("soon").state == "waiting"


def test_what_a_person_has_timed_stays_there() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(3), at="10:00"))))
    patient.hears(StepMoved, step="m", to=at("2026-03-06 11:00"), reason="wish")
    moves(patient)

    assert patient.wakes == "2026-03-06 11:00"


def test_what_was_timed_for_the_morning_that_is_past_there_too_comes_at_once() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(0), at="18:00"))), zone=LOS_ANGELES)

    assert moves(patient, NEW_YORK, on="2026-03-02 19:00") == ["send m"]


def test_a_second_move_counts_from_then_on() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(9), at="10:00"))))
    moves(patient)
    moves(patient, NEW_YORK, on="2026-03-05 09:00")

    assert patient.wakes == "2026-03-11 10:00"


def test_moves_that_are_heard_out_of_order_count_in_their_order() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(9), at="10:00"))))
    moves(patient, NEW_YORK, on="2026-03-05 09:00")
    patient.now = at("2026-03-04 09:00")
    moves(patient)

    assert [zone for _, zone in patient.journey.zones] == [NEW_YORK, LOS_ANGELES, NEW_YORK]
    assert patient.wakes == "2026-03-11 10:00"


def test_a_form_that_is_answered_before_is_left_in_peace() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS), FOR_EVER))
    patient.hears(Answered, step="check", answers={"peg": {}})

    assert moves(patient) == []
    assert patient.until("2026-03-20 09:00") == []
