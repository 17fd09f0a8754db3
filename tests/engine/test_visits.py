"""Visits: booked, moved, confirmed, attended, missed, cancelled; and what hangs on them."""

from typing import Any

import pytest

from engine.events import (
    Answered,
    EventRefused,
    PatientMoved,
    StepDeclined,
    StepSkipped,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.language import after, ask, before, book, message, rule, task, together, wait
from engine.questions import missed_in_a_row
from engine.spans import clinic_days, days, hours, weeks
from engine.words import Step
from engine.zones import zone_rules
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, VISITS, care
from tests.support.clock import LOS_ANGELES, at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
SEE = book("see", DOCTOR, minutes=30, within=weeks(3), remind=VISITS)
SERIES = book("series", DOCTOR, minutes=30, remind=VISITS, visits=3, every=weeks(1))
TUESDAY = "2026-03-17 10:00"
TIERS = (message("we_missed_you"), task("call_after_no_show", NURSE))


def booked(step: Step = SEE, *starts: str, **more: Any) -> Patient:
    patient = Patient(care(step, FOR_EVER, **more))
    patient.hears(VisitsBooked, step=step.name, starts=tuple(at(start) for start in starts or (TUESDAY,)))
    return patient


def series() -> Patient:
    return booked(SERIES, "2026-03-10 10:00", "2026-03-17 10:00", "2026-03-24 10:00")


def test_a_slot_is_asked_for_with_all_that_the_calendar_needs() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=45, within=weeks(3), modes=("video", "phone"))))

    (slot,) = patient.commands
    assert (slot.role, slot.minutes, slot.modes, slot.visits) == (DOCTOR, 45, ("video", "phone"), 1)  # type: ignore[union-attr]  # a slot
    assert shown(slot.due_at) == "2026-03-23 09:00"  # type: ignore[union-attr]  # a slot


def test_a_series_is_asked_for_as_one() -> None:
    (slot,) = Patient(care(SERIES)).commands

    assert (slot.visits, slot.every) == (3, weeks(1))  # type: ignore[union-attr]  # a slot


def test_a_single_visit_is_reminded_of_before_it_starts() -> None:
    patient = booked()

    assert patient.until("2026-03-10 10:00") == ["send visit_reminder"]
    assert patient.until("2026-03-16 16:00")[-1:] == ["send visit_reminder"]


def test_a_reminder_is_useless_once_the_visit_has_begun() -> None:
    patient = booked()
    patient.until("2026-03-10 10:00")

    assert patient.commands[-1].expires_at == at(TUESDAY)  # type: ignore[union-attr]  # words


def test_a_visit_that_nobody_confirmed_is_a_phone_call() -> None:
    patient = booked()

    assert "task see for nurse" in patient.until("2026-03-16 10:00")


def test_a_confirmed_visit_needs_no_call() -> None:
    patient = booked()
    patient.hears(VisitConfirmed, step="see")

    assert "task see for nurse" not in patient.until("2026-03-17 09:00")


def test_a_confirmed_visit_is_still_reminded_of() -> None:
    patient = booked()
    patient.hears(VisitConfirmed, step="see")

    assert patient.until("2026-03-17 09:00") == ["send visit_reminder"] * 2


def test_a_visit_that_is_not_booked_in_time_is_a_phone_call() -> None:
    patient = Patient(care(SEE))

    assert "task see for nurse" in patient.until("2026-03-04 09:00")


def test_a_booked_visit_needs_no_such_call() -> None:
    patient = booked()

    assert patient.until("2026-03-04 09:00") == []


def test_the_call_about_the_booking_is_closed_by_the_booking() -> None:
    patient = Patient(care(SEE))
    patient.until("2026-03-04 09:00")
    (call,) = patient.tasks

    assert f"close task {call}" in patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))


def test_a_visit_that_is_never_booked_is_asked_about_until_it_is() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, within=days(3))))
    patient.until("2026-03-05 09:00")
    assert patient.tasks == ["see#1.2"]

    patient.done("see")
    assert patient.until("2026-03-09 09:00")[-1:] == ["task see for coordinator"]


def test_no_free_slot_is_a_task() -> None:
    assert Patient(care(SEE)).hears(VisitUnavailable, step="see") == ["task see for coordinator"]


def test_an_attended_visit_ends_the_step() -> None:
    patient = booked()
    patient.hears(VisitAttended, step="see", on="2026-03-17 11:00")

    assert patient.ending("see") == "done"
    assert patient.journey.missed == {}


def test_a_visit_of_which_nobody_says_who_came_is_asked_about() -> None:
    patient = booked()
    patient.hears(VisitConfirmed, step="see")
    patient.until("2026-03-17 11:00")

    assert "task see for coordinator" in patient.until("2026-03-18 10:00")


def test_a_visit_that_was_booked_in_the_past_is_asked_about_too() -> None:
    patient = booked(SEE, "2026-02-20 10:00")

    assert "task see for coordinator" in patient.said


def test_a_move_moves_the_reminders() -> None:
    patient = booked()
    patient.hears(VisitMoved, step="see", start=at("2026-03-24 10:00"))

    assert patient.until("2026-03-17 09:59") == []
    assert patient.until("2026-03-17 10:00") == ["send visit_reminder"]


def test_a_move_needs_a_new_confirmation() -> None:
    patient = booked()
    patient.hears(VisitConfirmed, step="see")
    patient.hears(VisitMoved, step="see", start=at("2026-03-24 10:00"))

    assert "task see for nurse" in patient.until("2026-03-23 10:00")


def test_a_reminder_that_was_due_before_the_visit_was_made_is_left_out_and_that_is_said() -> None:
    patient = booked(SEE, "2026-03-03 10:00")
    patient.hears(VisitConfirmed, step="see")

    assert patient.until("2026-03-02 15:59") == []
    assert patient.until("2026-03-02 16:00") == ["send visit_reminder"]
    (notice,) = [text for text in patient.told if "short notice" in text and "7 days before" in text]
    assert "before the visit was made" in notice


def test_a_short_notice_is_said_once() -> None:
    patient = booked(SERIES, "2026-03-03 10:00", "2026-03-10 10:00", "2026-03-17 10:00")
    patient.hears(VisitMoved, step="series", number=2, start=at("2026-03-11 10:00"))

    notices = [text for text in patient.told if "short notice" in text]
    assert len(set(notices)) == len(notices)


def test_a_reminder_that_was_left_out_stays_out_when_the_patient_moves_house() -> None:
    patient = booked(SEE, "2026-03-03 10:00")

    assert patient.hears(PatientMoved, zone=LOS_ANGELES) == []


def test_a_reminder_of_early_morning_waits_until_the_quiet_hours_are_over() -> None:
    patient = booked(book("see", DOCTOR, minutes=30, remind=VISITS), "2026-03-17 07:00")

    assert patient.until("2026-03-10 07:59") == []
    assert patient.until("2026-03-10 08:00") == ["send visit_reminder"]


def test_a_single_visit_that_is_cancelled_is_booked_anew() -> None:
    patient = booked()

    assert patient.hears(VisitCancelled, step="see") == ["book see"]
    assert patient.step("see").state == "open"


def test_a_visit_booked_anew_has_its_whole_time_again() -> None:
    patient = booked()
    patient.hears(VisitCancelled, step="see", on="2026-03-16 09:00")

    assert shown(patient.commands[-1].due_at) == "2026-04-06 09:00"  # type: ignore[union-attr]  # a slot


def test_a_visit_booked_anew_is_called_about_again_if_nobody_books_it() -> None:
    patient = Patient(care(SEE))
    patient.until("2026-03-04 09:00")
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))
    patient.hears(VisitCancelled, step="see")

    assert "task see for nurse" in patient.until("2026-03-06 09:00")


def test_nothing_is_said_before_a_visit_that_was_cancelled() -> None:
    patient = Patient(care(together("both", SEE, message("soon", when=before("see", days(2)))), FOR_EVER))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))
    patient.hears(VisitCancelled, step="see")

    assert patient.step("soon").state == "waiting"


def test_a_missed_visit_is_booked_anew_after_what_its_author_wrote_for_that() -> None:
    patient = booked(book("see", DOCTOR, minutes=30, remind=VISITS, missed=TIERS))

    assert patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")[-2:] == [
        "book see",
        "send we_missed_you",
    ]


def test_after_the_last_no_show_the_step_could_not_be_done() -> None:
    step = book("see", DOCTOR, minutes=30, remind=VISITS, missed=TIERS, could_not=message("take_your_time"))
    patient = booked(step)
    patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-24 10:00"),))
    asked = patient.hears(VisitMissed, step="see", on="2026-03-24 11:00")

    assert asked[-2:] == ["task call_after_no_show for nurse", "send take_your_time"]
    assert patient.ending("see") == "could_not"


def test_a_visit_without_tiers_could_not_be_done_after_one_no_show() -> None:
    patient = booked()
    patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")

    assert patient.ending("see") == "could_not"


def test_one_no_show_counts_once() -> None:
    patient = booked()
    patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")

    assert patient.journey.missed == {"see": 1}


def test_a_rule_hears_of_two_no_shows_in_a_row() -> None:
    barrier = rule("barrier", missed_in_a_row("series") >= 2, task("barrier_call", NURSE))
    patient = booked(SERIES, "2026-03-10 10:00", "2026-03-17 10:00", "2026-03-24 10:00", rules=(barrier,))
    assert "task barrier_call for nurse" not in patient.hears(VisitMissed, step="series", number=1)

    assert "task barrier_call for nurse" in patient.hears(VisitMissed, step="series", number=2)


def test_an_attended_visit_ends_the_count_of_no_shows() -> None:
    patient = series()
    patient.hears(VisitMissed, step="series", number=1)
    patient.hears(VisitAttended, step="series", number=2)

    assert patient.journey.missed == {"series": 0}


def test_a_series_ends_when_all_its_visits_are_settled() -> None:
    patient = series()
    for number in (1, 2):
        patient.hears(VisitAttended, step="series", number=number)
    assert patient.step("series").state == "open"

    patient.hears(VisitMissed, step="series", number=3)
    assert patient.ending("series") == "done"


def test_a_series_of_which_nothing_took_place_could_not_be_done() -> None:
    patient = series()
    for number in (1, 2, 3):
        patient.hears(VisitMissed, step="series", number=number)

    assert patient.ending("series") == "could_not"


def test_a_visit_of_a_series_that_is_cancelled_is_for_a_person_to_replace() -> None:
    patient = series()

    assert patient.hears(VisitCancelled, step="series", number=2) == ["task series for coordinator"]
    assert patient.step("series").visits[1].state == "cancelled"


def test_each_visit_of_a_series_is_reminded_of() -> None:
    patient = series()
    for number in (1, 2, 3):
        patient.hears(VisitConfirmed, step="series", number=number)

    assert patient.until("2026-03-24 09:00").count("send visit_reminder") == 6


def test_moving_the_second_visit_moves_only_its_reminders() -> None:
    patient = series()
    for number in (1, 2, 3):
        patient.hears(VisitConfirmed, step="series", number=number)
    patient.hears(VisitMoved, step="series", number=2, start=at("2026-03-19 10:00"))

    assert [shown(visit.start) for visit in patient.step("series").visits] == [
        "2026-03-10 10:00",
        "2026-03-19 10:00",
        "2026-03-24 10:00",
    ]
    assert shown(patient.journey.anchors["series"]) == "2026-03-10 10:00"


def test_what_hangs_on_a_series_hangs_on_its_first_visit() -> None:
    patient = booked(SERIES, "2026-03-24 10:00", "2026-03-10 10:00", "2026-03-17 10:00")

    assert shown(patient.journey.anchors["series"]) == "2026-03-10 10:00"


def test_a_series_that_is_declined_half_way_cancels_what_is_ahead() -> None:
    patient = series()
    patient.hears(VisitAttended, step="series", number=1)

    assert patient.hears(StepDeclined, step="series") == ["cancel series", "cancel series"]


def test_what_counts_from_a_visit_that_was_declined_is_not_needed() -> None:
    step = together("both", SEE, ask("after_visit", PEG, remind=FORMS, when=after("see", days(1))))
    patient = Patient(care(step, message("on")))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))

    assert patient.hears(StepDeclined, step="see") == ["cancel see", "send on"]
    assert patient.ending("after_visit") == "not_needed"
    assert "after_visit: not_needed: see did not take place" in patient.told


def test_a_wait_for_a_visit_that_will_not_take_place_is_over() -> None:
    patient = Patient(care(together("both", SEE, wait("day_after", after("see", days(1)))), message("on")))
    assert patient.step("day_after").state == "waiting"

    assert patient.hears(StepSkipped, step="see", reason="not_wanted") == ["cancel see", "send on"]


def test_what_comes_after_a_visit_that_came_to_nothing_is_passed_over() -> None:
    patient = Patient(care(SEE, message("how_was_it", when=after("see", days(1))), message("on")))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))

    assert patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")[-1:] == ["send on"]


def test_what_comes_after_a_missed_visit_waits_for_the_new_one() -> None:
    step = book("see", DOCTOR, minutes=30, missed=TIERS)
    patient = Patient(
        care(together("both", step, message("how_was_it", when=after("see", days(1)))), FOR_EVER)
    )
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))
    patient.hears(VisitMissed, step="see", on="2026-03-17 11:00")

    assert "send how_was_it" not in patient.until("2026-03-20 11:00")


def test_a_booking_in_another_zone_is_the_same_moment() -> None:
    patient = Patient(care(SEE))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY).astimezone(zone_rules(LOS_ANGELES)),))

    assert patient.step("see").visits[0].start == at(TUESDAY)


def test_a_visit_is_booked_with_as_many_starts_as_it_has_visits() -> None:
    with pytest.raises(EventRefused, match="series is 3 visits; 1 were booked"):
        Patient(care(SERIES)).hears(VisitsBooked, step="series", starts=(at(TUESDAY),))


def test_a_visit_that_is_not_booked_cannot_be_attended() -> None:
    with pytest.raises(EventRefused, match="see has no visit number 1 booked"):
        Patient(care(SEE)).hears(VisitAttended, step="see")


def test_a_visit_is_settled_once() -> None:
    patient = series()
    patient.hears(VisitAttended, step="series", number=1)

    with pytest.raises(EventRefused, match="visit 1 of series is already attended"):
        patient.hears(VisitMissed, step="series", number=1)


def test_a_step_that_is_no_visit_cannot_be_booked() -> None:
    with pytest.raises(EventRefused, match="check is no visit"):
        Patient(care(ask("check", PEG))).hears(VisitsBooked, step="check", starts=(at(TUESDAY),))


def test_what_follows_a_visit_begins_when_it_ends() -> None:
    patient = Patient(care(SEE, ask("check", PEG, remind=FORMS)))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))

    assert "ask check" in patient.hears(VisitAttended, step="see", on="2026-03-17 11:00")


def test_a_form_before_a_visit_moves_with_it_until_it_has_opened() -> None:
    form = ask("check", PEG, remind=FORMS, when=before("see", days(7)))
    patient = Patient(care(together("both", SEE, form), FOR_EVER))
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))
    patient.hears(VisitMoved, step="see", start=at("2026-03-19 10:00"))
    assert "ask check" in patient.until("2026-03-12 10:00")

    patient.hears(VisitMoved, step="see", start=at("2026-03-26 10:00"))
    assert patient.step("check").occurrence == 1
    patient.hears(Answered, step="check", answers={"peg": {}})
    assert patient.ending("check") == "done"


def test_words_two_hours_before_a_visit_count_in_hours() -> None:
    patient = Patient(
        care(together("both", SEE, message("on_your_way", when=before("see", hours(2)))), FOR_EVER)
    )
    patient.hears(VisitsBooked, step="see", starts=(at(TUESDAY),))
    patient.hears(VisitConfirmed, step="see")

    assert patient.until("2026-03-17 08:00")[-1:] == ["send on_your_way"]


def test_a_visit_may_wait_for_its_moment() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, when=after("enrolled", clinic_days(2)))))

    assert patient.until("2026-03-04 09:00") == ["book see"]
