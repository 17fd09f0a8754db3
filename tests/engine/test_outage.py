"""Nobody was there for a while: what is late is done once, and what has lost its use is not done at all."""

from engine.events import Answered, VisitConfirmed, VisitsBooked
from engine.language import after, ask, before, book, message, task, together, wait
from engine.spans import days, weeks
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, VISITS, care
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
CHECK = ask("check", PEG, within=days(7), remind=FORMS)


def test_of_two_reminders_that_were_missed_only_the_later_is_sent() -> None:
    patient = Patient(care(CHECK))

    assert patient.sleeps_until("2026-03-06 09:00") == ["send form_reminder"]
    assert patient.commands[-1].other_channel  # type: ignore[union-attr]  # words
    assert "check: no reminder (24 hours after it was opened): what follows it is due as well" in patient.told


def test_no_reminder_is_sent_for_what_has_run_out_meanwhile() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    asked = patient.sleeps_until("2026-03-20 09:00")

    assert "send form_reminder" not in asked
    assert "close check#1" in asked


def test_no_reminder_is_sent_for_a_visit_that_has_begun() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-17 10:00"),))
    patient.hears(VisitConfirmed, step="see")

    assert patient.sleeps_until("2026-03-17 10:00") == []
    assert any("the visit has begun" in text for text in patient.told)


def test_a_reminder_just_before_the_visit_is_still_sent() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-17 10:00"),))
    patient.hears(VisitConfirmed, step="see")

    assert patient.sleeps_until("2026-03-17 09:59") == ["send visit_reminder"]


def test_words_before_a_visit_are_not_said_after_it_has_begun() -> None:
    soon = message("soon", when=before("see", days(2)))
    patient = Patient(care(together("both", book("see", DOCTOR, minutes=30), soon), FOR_EVER))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-17 10:00"),))

    assert "send soon" not in patient.sleeps_until("2026-03-17 10:00")
    assert patient.ending("soon") == "expired"


def test_words_after_a_moment_are_said_late() -> None:
    patient = Patient(care(message("later", when=after("enrolled", days(2)))))

    assert patient.sleeps_until("2026-03-20 10:00") == ["send later"]


def test_a_deadline_counts_from_when_it_was_really_asked_for() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS, when=after("enrolled", days(2)))))
    patient.sleeps_until("2026-03-20 10:00")

    assert shown(patient.step("check").due_at) == "2026-03-27 10:00"


def test_an_answer_that_comes_with_the_outage_is_heard_before_the_reminders() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    patient.now = at("2026-03-06 09:00")

    assert patient.hears(Answered, step="check", answers={"peg": {}}) == []


def test_everybody_who_should_have_been_told_is_told() -> None:
    patient = Patient(care(task("call", NURSE)))

    assert patient.sleeps_until("2026-03-09 09:00") == [
        "tell nurse about call#1.1",
        "tell nurse coordinator about call#1.1",
        "tell doctor about call#1.1",
    ]


def test_what_comes_again_and_again_comes_once_for_all_the_times_missed() -> None:
    patient = Patient(care(task("call", NURSE)))
    patient.until("2026-03-07 09:00")

    assert patient.sleeps_until("2026-06-01 09:00") == ["tell doctor about call#1.1"]


def test_an_event_that_is_dated_before_the_last_one_is_heard() -> None:
    patient = Patient(care(CHECK, message("thanks")))
    patient.until("2026-03-04 09:00")
    patient.now = at("2026-03-03 12:00")

    assert patient.hears(Answered, step="check", answers={"peg": {}}) == ["send thanks"]


def test_time_that_runs_backwards_changes_nothing() -> None:
    patient = Patient(care(CHECK))
    patient.until("2026-03-04 09:00")

    assert patient.sleeps_until("2026-03-02 12:00") == []
    assert patient.wakes == "2026-03-05 09:00"
