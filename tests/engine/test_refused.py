"""What cannot be true is refused in the caller's words, and changes nothing."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Enrolled,
    EventRefused,
    PatientMoved,
    PlanChanged,
    PutOnHold,
    Reported,
    Resumed,
    StepAdded,
    StepDeclined,
    StepMoved,
    StepRepeated,
    StepSkipped,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitsBooked,
    Withdrew,
)
from engine.journey import Journey, PlanItem
from engine.language import after, ask, book, confer, go, message, stage, task, therapy, together, wait
from engine.spans import clinic_days, days, weeks
from engine.words import Pathway
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, VISITS, WORK, care, pathway
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
WALKING = therapy("walking", "Walking", task("walk", NURSE, within=days(3)))
TALKING = therapy("talking", "Talking", task("talk", NURSE, within=days(3)))


def everything() -> Pathway:
    return care(
        together(
            "at_once",
            ask("form", PEG, within=days(7), remind=FORMS),
            book("visit", DOCTOR, minutes=30, within=weeks(2), remind=VISITS),
            task("decide", NURSE, within=days(2), outcomes={"yes": (), "no": ()}),
            task("plain", NURSE, within=days(2)),
            confer(
                "plan", quorum=(DOCTOR, (NURSE, "psych")), plans=True, within=weeks(1), retry=clinic_days(5)
            ),
            confer(
                "talk_over", quorum=(DOCTOR,), within=weeks(1), retry=clinic_days(5), outcomes={"go_on": ()}
            ),
            message("hello"),
        ),
        FOR_EVER,
        therapies=(WALKING, TALKING),
    )


REFUSALS: tuple[tuple[Any, dict[str, Any], str], ...] = (
    (Enrolled, {"zone": "America/New_York"}, "the patient is already enrolled"),
    (Answered, {"answers": {}, "step": "nothing"}, "this pathway has no step nothing"),
    (Answered, {"answers": {}, "step": "walk"}, "walk has not been reached"),
    (StepDeclined, {"step": "hello"}, "hello is not open: done"),
    (StepDeclined, {"step": "form", "occurrence": 2}, "form is at occurrence 1, not 2"),
    (VisitsBooked, {"step": "form", "starts": ()}, "form is no visit"),
    (VisitsBooked, {"step": "visit", "starts": ()}, "visit is 1 visits; 0 were booked"),
    (VisitAttended, {"step": "visit"}, "visit has no visit number 1 booked"),
    (TaskAccepted, {"task": "plain#9.9"}, "there is no open task plain#9.9"),
    (TaskDone, {"task": "decide#1.1", "outcome": "perhaps"}, "decide#1.1 comes out as one of: yes, no"),
    (TaskDone, {"task": "plain#1.1", "outcome": "yes"}, "plain#1.1 has no outcomes to choose from"),
    (ConferenceDecided, {"step": "form", "present": ()}, "form is no case conference"),
    (ConferenceFailed, {"step": "visit"}, "visit is no case conference"),
    (ConferenceDecided, {"step": "plan", "present": (DOCTOR,)}, "without nurse or psych there is no quorum"),
    (
        ConferenceDecided,
        {"step": "talk_over", "present": (DOCTOR,), "outcome": "stop"},
        "talk_over is decided as one of: go_on",
    ),
    (
        ConferenceDecided,
        {"step": "talk_over", "present": (DOCTOR,), "outcome": "go_on", "plan": ()},
        "talk_over does not decide a care plan",
    ),
    (PlanChanged, {"plan": (PlanItem(therapy="x"),), "reason": "r"}, "x is no therapy of this pathway"),
    (
        PlanChanged,
        {"plan": (PlanItem(therapy="walking", after=("talking",)),), "reason": "r"},
        "walking comes after talking, which is not in the plan",
    ),
    (
        PlanChanged,
        {"plan": (PlanItem(therapy="walking"), PlanItem(therapy="walking")), "reason": "r"},
        "a therapy stands in the plan twice",
    ),
    (
        PlanChanged,
        {
            "plan": (
                PlanItem(therapy="walking", after=("talking",)),
                PlanItem(therapy="talking", after=("walking",)),
            ),
            "reason": "r",
        },
        "wait for each other in a circle",
    ),
    (Resumed, {}, "the journey is not on hold"),
    (PutOnHold, {"review_at": at("2026-03-01 09:00"), "reason": "r"}, "must lie ahead"),
    (PatientMoved, {"zone": "Mars/Olympus"}, "is not the IANA name"),
    (StepSkipped, {"step": "at_once", "reason": "r"}, "at_once only holds other steps"),
    (StepSkipped, {"step": "hello", "reason": "r"}, "hello has ended already: done"),
    (StepRepeated, {"step": "form", "reason": "r"}, "form has not ended, so it cannot be repeated"),
    (StepMoved, {"step": "hello", "to": at("2026-04-01 09:00"), "reason": "r"}, "hello is not ahead"),
    (StepMoved, {"step": "plain", "to": at("2026-04-01 09:00"), "reason": "r"}, "has no time of its own"),
    (StepAdded, {"added": message("hello"), "reason": "r"}, "hello is the name of another step"),
    (StepAdded, {"added": FOR_EVER.model_copy(update={"name": "more"}), "reason": "r"}, "can be added"),
    (StepAdded, {"added": message("two words"), "reason": "r"}, "is one word, such as extra_call"),
    (
        StepAdded,
        {"added": ask("more", PEG, remind=FORMS.model_copy(update={"name": "none"})), "reason": "r"},
        "this pathway has no ladder none",
    ),
    (
        StepAdded,
        {"added": task("more", NURSE).model_copy(update={"severity": "none"}), "reason": "r"},
        "this pathway has no severity none",
    ),
    (
        StepAdded,
        {"added": message("more", when=after("never", days(1))), "reason": "r"},
        "never can be counted",
    ),
)


@pytest.mark.parametrize(("kind", "fields", "sentence"), REFUSALS)
def test_what_cannot_be_true_is_refused_and_changes_nothing(
    kind: Any, fields: dict[str, Any], sentence: str
) -> None:
    patient = Patient(everything())
    before = patient.journey

    with pytest.raises(EventRefused, match=sentence):
        patient.hears(kind, **fields)

    assert patient.journey == before


def test_a_hold_is_not_put_on_hold_again() -> None:
    patient = Patient(everything())
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")

    with pytest.raises(EventRefused, match="on hold already"):
        patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")


def test_a_leap_to_a_stage_is_not_repeated_by_hand() -> None:
    patient = Patient(pathway(stage("one", go("on", "two")), stage("two", FOR_EVER)))

    with pytest.raises(EventRefused, match="on leads to a stage"):
        patient.hears(StepRepeated, step="on", reason="r")


def test_nothing_is_heard_before_the_patient_is_enrolled() -> None:
    patient = Patient(everything(), enrolled=False)

    with pytest.raises(EventRefused, match="not enrolled on this pathway yet"):
        patient.hears(Resumed)


def test_after_the_end_only_what_still_matters_is_heard() -> None:
    patient = Patient(everything())
    patient.hears(Withdrew)

    assert patient.hears(Reported, report="fall") == []
    with pytest.raises(EventRefused, match="the journey has ended: withdrew"):
        patient.hears(PlanChanged, plan=(), reason="r")


def test_the_same_event_delivered_twice_is_heard_once() -> None:
    patient = Patient(everything())
    patient.hears(TaskDone, id="once", task="plain#1.1")
    before = patient.journey

    assert patient.hears(TaskDone, id="once", task="plain#1.1") == []
    assert patient.journey == before


@pytest.mark.parametrize("typed", ["Ana Maria", "call me!", "", "x" * 81, "+1 555 0100 is my number"])
def test_what_a_person_typed_does_not_fit_where_a_code_is_wanted(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Reported).validate_python({"id": "e1", "at": at("2026-03-02 09:00"), "report": typed})


def test_a_new_journey_has_nothing_ahead() -> None:
    assert Patient(everything(), enrolled=False).wake is None
    assert Journey(id="j", pathway="p").status == "new"


def test_the_ladder_of_work_is_the_one_of_the_builders() -> None:
    assert Patient(everything()).task("plain").ladder == WORK.name
