"""A visit may be looked for long before it may be held, and is looked for anew when that time moves."""

import pytest

from engine.commands import ScheduleVisit
from engine.events import (
    EventRefused,
    StepAdded,
    StepMoved,
    VisitAttended,
    VisitCancelled,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
)
from engine.habits import first_day
from engine.language import after, book, milestone, procedure, task, together, wait
from engine.spans import days, weeks
from tests.support.builders import DOCTOR, NURSE, SURGEON, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
EXERCISE = book(
    "exercise", DOCTOR, minutes=45, within=days(14), not_before=after("injection", days(7)), missed=()
)
BOTH = care(
    together("both", procedure("injection", SURGEON, minutes=30, within=weeks(4)), EXERCISE), FOR_EVER
)


def with_an_injection(start: str = "2026-03-10 10:00") -> Patient:
    patient = Patient(BOTH)
    patient.hears(VisitsBooked, step="injection", starts=(at(start),))
    return patient


def with_both(exercise: str = "2026-03-20 09:00") -> Patient:
    patient = with_an_injection()
    patient.hears(VisitsBooked, step="exercise", starts=(at(exercise),))
    return patient


def searches(patient: Patient) -> list[ScheduleVisit]:
    return [c for c in patient.of(ScheduleVisit) if c.key.step == "exercise"]


def test_it_is_looked_for_as_soon_as_it_is_known_when_it_may_be_held() -> None:
    patient = Patient(BOTH)
    assert patient.said == ["book injection"]

    assert patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-10 10:00"),)) == [
        "book exercise"
    ]
    (search,) = searches(patient)
    assert (search.not_before, search.due_at) == (at("2026-03-17 10:00"), at("2026-03-31 10:00"))
    assert "held from 7 days after injection" in search.reason.rule


def test_a_search_is_asked_anew_for_another_time() -> None:
    patient = with_an_injection()

    assert patient.hears(VisitMoved, step="injection", start=at("2026-03-12 10:00")) == [
        "cancel exercise",
        "book exercise",
    ]
    assert searches(patient)[-1].not_before == at("2026-03-19 10:00")


def test_a_visit_that_is_booked_is_kept_while_it_lies_in_the_time_allowed() -> None:
    patient = with_both()

    assert patient.hears(VisitMoved, step="injection", start=at("2026-03-12 10:00")) == []
    assert patient.hears(VisitMoved, step="injection", start=at("2026-03-13 09:00")) == []


@pytest.mark.parametrize("moved_to", ["2026-03-25 10:00", "2026-03-05 10:00"])
def test_a_visit_that_would_be_too_early_or_too_late_is_booked_anew(moved_to: str) -> None:
    patient = with_both("2026-03-30 09:00")

    assert patient.hears(VisitMoved, step="injection", start=at(moved_to)) == [
        "cancel exercise",
        "book exercise",
    ]
    assert "exercise: superseded: injection is at another time" in patient.told


def test_it_waits_for_the_new_date_of_an_injection_that_was_missed() -> None:
    patient = with_both()
    patient.until("2026-03-10 11:00")

    assert "cancel exercise" in patient.hears(VisitMissed, step="injection")
    assert patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-24 10:00"),))[-1] == (
        "book exercise"
    )


def test_it_is_not_needed_when_the_injection_is_off() -> None:
    patient = with_both()

    assert patient.hears(VisitCancelled, step="injection") == ["cancel exercise"]
    assert "exercise: not_needed: injection did not take place" in patient.told


def test_it_stays_booked_when_the_injection_has_taken_place() -> None:
    patient = with_both()
    patient.until("2026-03-10 11:00")
    patient.hears(VisitAttended, step="injection")
    patient.until("2026-03-20 11:00")

    assert patient.hears(VisitAttended, step="exercise") == []
    assert patient.journey.steps["exercise"].ending == "done"


def test_a_visit_booked_anew_after_a_no_show_has_its_whole_time_again() -> None:
    twice = EXERCISE.model_copy(update={"missed": ((), ())})
    patient = Patient(
        care(together("both", procedure("injection", SURGEON, minutes=30, within=weeks(4)), twice), FOR_EVER)
    )
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-10 10:00"),))
    patient.hears(VisitsBooked, step="exercise", starts=(at("2026-03-20 09:00"),))
    patient.until("2026-03-20 10:00")
    patient.hears(VisitMissed, step="exercise")

    assert (searches(patient)[-1].not_before, searches(patient)[-1].due_at) == (
        None,
        at("2026-04-03 10:00"),
    )


def test_a_series_that_has_begun_is_not_booked_anew() -> None:
    series = EXERCISE.model_copy(update={"visits": 2, "every": weeks(1)})
    patient = Patient(
        care(together("both", procedure("injection", SURGEON, minutes=30, within=weeks(4)), series), FOR_EVER)
    )
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-20 10:00"),))
    patient.hears(VisitsBooked, step="exercise", starts=(at("2026-03-09 09:00"), at("2026-03-30 09:00")))
    patient.until("2026-03-09 10:00")
    patient.hears(VisitAttended, step="exercise")

    assert patient.hears(VisitMoved, step="injection", start=at("2026-04-20 10:00")) == []


def test_when_a_person_has_set_its_time_it_follows_nothing() -> None:
    patient = with_both()
    patient.hears(StepMoved, step="exercise", to=at("2026-04-30 10:00"), reason="patients_wish")

    assert patient.hears(VisitMoved, step="injection", start=at("2026-04-01 10:00")) == []


def test_it_may_count_from_a_milestone_and_open_later_than_at_once() -> None:
    patient = Patient(
        care(
            milestone("START"),
            book(
                "exercise",
                DOCTOR,
                minutes=45,
                within=days(14),
                when=after("START", days(3)),
                not_before=after("START", days(7)),
            ),
        )
    )
    assert patient.said == []
    patient.until("2026-03-05 10:00")

    (search,) = searches(patient)
    assert (search.not_before, search.due_at) == (at("2026-03-09 09:00"), at("2026-03-23 09:00"))


def test_a_step_added_by_hand_counts_from_what_is_there() -> None:
    patient = Patient(care(task("call", NURSE), FOR_EVER))
    with pytest.raises(EventRefused, match="nothing called injection"):
        patient.hears(StepAdded, added=EXERCISE, reason="pain")


def test_ordinary_people_find_a_day_after_it() -> None:
    patient = with_an_injection()

    assert first_day(searches(patient)[0], patient.journey, at("2026-03-02 09:00"), 0.0).isoformat() == (
        "2026-03-18"
    )
