"""Visits: one or a series, moved, cancelled, missed; reminders that fit, and nobody waiting on a booking."""

import pytest

from engine.events import (
    EventRefused,
    StepMoved,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
)
from engine.ladders import expire, ladder, remind
from engine.language import Steps, after, ask, book, confer, message, repeat, start, task, wait
from engine.questions import days_since, score
from engine.spans import clinic_days, days, hours, weeks
from engine.words import Pathway
from tests.support.builders import COORDINATOR, DOCTOR, FORMS, NURSE, PEG, VISITS, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def visit(*, visits: int = 1, missed: tuple[Steps, ...] = ()) -> Pathway:
    return care(
        book(
            "visit",
            DOCTOR,
            minutes=30,
            within=weeks(3),
            remind=VISITS,
            visits=visits,
            every=weeks(1) if visits > 1 else None,
            missed=missed,
            could_not=task("how_else", COORDINATOR, within=days(2)),
        ),
        message("next"),
        FOR_EVER,
    )


def booked(pathway: Pathway, *starts: str) -> Patient:
    patient = Patient(pathway)
    patient.hears(VisitsBooked, step="visit", starts=tuple(at(start) for start in starts))
    return patient


def test_a_visit_made_on_short_notice_has_no_reminder_of_a_week_before() -> None:
    patient = booked(visit(), "2026-03-06 10:00")

    assert any("short notice, 7 days before the visit" in line for line in patient.told)
    assert "send visit_reminder" not in patient.until("2026-03-05 09:00")
    assert "send visit_reminder" in patient.until("2026-03-05 17:00")


def test_a_moved_visit_is_reminded_of_at_its_new_time_only() -> None:
    patient = booked(visit(), "2026-03-12 10:00")
    patient.hears(VisitMoved, step="visit", start=at("2026-03-20 10:00"))

    assert "send visit_reminder" not in patient.until("2026-03-12 12:00")
    assert "send visit_reminder" in patient.until("2026-03-13 12:00")


def test_a_confirmed_visit_needs_no_call_the_day_before() -> None:
    patient = booked(visit(), "2026-03-12 10:00")
    patient.hears(VisitConfirmed, step="visit")

    assert patient.until("2026-03-12 09:00").count("task visit for nurse") == 0


def test_a_visit_nobody_confirmed_is_called_about_the_day_before() -> None:
    patient = booked(visit(), "2026-03-12 10:00")

    assert "task visit for nurse" in patient.until("2026-03-12 09:00")


def test_a_person_is_asked_who_came_until_it_is_recorded() -> None:
    patient = booked(visit(), "2026-03-12 10:00")
    patient.hears(VisitConfirmed, step="visit")
    patient.until("2026-03-13 18:00")
    first = patient.task("visit")
    patient.done("visit")

    assert "task visit for coordinator" in patient.until("2026-03-20 18:00")
    assert patient.task("visit").key != first.key


def test_a_visit_that_nobody_booked_in_time_is_asked_about_again_and_again() -> None:
    patient = Patient(visit())
    patient.until("2026-03-06 09:00")
    patient.done("visit")
    patient.until("2026-03-24 09:00")
    patient.done("visit")

    assert "task visit for coordinator" in patient.until("2026-03-30 09:00")


def test_a_cancelled_visit_is_booked_anew() -> None:
    patient = booked(visit(), "2026-03-12 10:00")

    assert patient.hears(VisitCancelled, step="visit") == ["book visit"]


def test_after_the_last_tier_of_no_shows_care_goes_on_another_way() -> None:
    patient = booked(visit(missed=(message("sorry"), message("barrier"))), "2026-03-06 10:00")

    followed = patient.hears(VisitMissed, step="visit", on="2026-03-06 11:00")

    assert followed[-2:] == ["book visit", "send sorry"]
    patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-13 10:00"),))
    followed = patient.hears(VisitMissed, step="visit", on="2026-03-13 11:00")

    assert "send barrier" in followed
    assert "task how_else for coordinator" in followed
    assert patient.ending("visit") == "could_not"


def test_a_series_is_done_when_its_last_visit_is_settled() -> None:
    patient = booked(visit(visits=3), "2026-03-06 10:00", "2026-03-13 10:00", "2026-03-20 10:00")
    patient.hears(VisitAttended, step="visit", number=1, on="2026-03-06 11:00")
    patient.hears(VisitMissed, step="visit", number=2, on="2026-03-13 11:00")

    assert "send next" in patient.hears(VisitAttended, step="visit", number=3, on="2026-03-20 11:00")
    assert "visit: done: 2 of 3 visits attended" in patient.told


def test_a_series_that_nobody_attended_could_not_be_done() -> None:
    patient = booked(visit(visits=2), "2026-03-06 10:00", "2026-03-13 10:00")
    patient.hears(VisitMissed, step="visit", number=1, on="2026-03-06 11:00")
    patient.hears(VisitMissed, step="visit", number=2, on="2026-03-13 11:00")

    assert patient.ending("visit") == "could_not"


def test_one_visit_of_a_series_is_moved_without_moving_the_others() -> None:
    patient = booked(visit(visits=2), "2026-03-06 10:00", "2026-03-13 10:00")
    patient.hears(VisitMoved, step="visit", number=2, start=at("2026-03-16 10:00"))

    assert [visit.start for visit in patient.step("visit").visits] == [
        at("2026-03-06 10:00"),
        at("2026-03-16 10:00"),
    ]
    assert patient.journey.anchors["visit"] == at("2026-03-06 10:00")


def test_a_cancelled_visit_of_a_series_is_for_a_person_to_replace() -> None:
    patient = booked(visit(visits=2), "2026-03-06 10:00", "2026-03-13 10:00")

    assert patient.hears(VisitCancelled, step="visit", number=2) == ["task visit for coordinator"]


def test_a_settled_visit_is_not_settled_again() -> None:
    patient = booked(visit(visits=2), "2026-03-06 10:00", "2026-03-13 10:00")
    patient.hears(VisitAttended, step="visit", number=1, on="2026-03-06 11:00")

    with pytest.raises(EventRefused, match="visit 1 of visit is already attended"):
        patient.hears(VisitMissed, step="visit", number=1)


def test_a_meeting_may_expire_by_its_own_ladder() -> None:
    short = ladder("forms", remind(hours(1), "x"), expire(days(3)))
    step = confer("meet", quorum=(DOCTOR,), within=days(2), escalate=short, retry=clinic_days(5))
    patient = Patient(care(step, message("next"), FOR_EVER).model_copy(update={"ladders": (short,)}))

    assert "leave meet" in patient.until("2026-03-06 09:00")
    assert patient.ending("meet") == "expired"


def test_a_repeat_stops_when_it_was_done_often_enough() -> None:
    step = repeat("weekly", ask("form", PEG, within=days(3), remind=FORMS), every=weeks(1), at_most=2)
    patient = Patient(care(step, message("next"), FOR_EVER))

    asked = patient.until("2026-04-30 09:00")

    assert asked.count("send next") == 1
    assert patient.step("form").occurrence == 2


def test_a_repeat_stops_when_its_condition_holds() -> None:
    step = repeat("weekly", message("word"), every=weeks(1), until=days_since("enrolled") >= 15, at_most=None)
    patient = Patient(care(step, message("next"), FOR_EVER))
    patient.until("2026-04-30 09:00")

    assert patient.said.count("send word") == 3
    assert patient.said.count("send next") == 1


def test_a_wait_ends_at_once_when_its_condition_already_holds() -> None:
    patient = Patient(
        care(
            wait("pause", after("enrolled", days(30)), until=days_since("enrolled") >= 0),
            message("next"),
            FOR_EVER,
        )
    )

    assert patient.said == ["send next"]


def test_another_pathway_is_started() -> None:
    assert Patient(care(start("more", "opioid_stewardship"), FOR_EVER)).said == ["start opioid_stewardship"]


def test_a_wait_for_what_may_never_come_ends_at_its_moment() -> None:
    patient = Patient(
        care(wait("pause", after("enrolled", days(3)), until=score(PEG) >= 5), message("next"), FOR_EVER)
    )

    assert "send next" in patient.until("2026-03-06 09:00")


def test_a_step_is_moved_while_it_waits_for_its_visit() -> None:
    patient = Patient(
        care(
            book("visit", DOCTOR, minutes=30, within=weeks(2), remind=VISITS),
            FOR_EVER,
            alongside=(task("prepare", NURSE, when=after("visit", days(1)), within=days(1)),),
        )
    )
    patient.hears(StepMoved, step="prepare", to=at("2026-03-05 10:00"), reason="sooner")

    assert "task prepare for nurse" in patient.until("2026-03-05 10:00")
