"""Before a case conference: who must sit in by the facts, and what each role writes down by the cut-off."""

from typing import Any

import pytest

from engine.commands import JoinConference, OpenTask
from engine.events import (
    ConferenceDecided,
    ConferenceFailed,
    EventRefused,
    FactsRecorded,
    StepMoved,
    TaskDone,
)
from engine.language import after, confer, message, seat, wait
from engine.questions import fact
from engine.spans import clinic_days, weeks
from engine.words import Confer, Pathway
from tests.support.builders import COORDINATOR, DOCTOR, NURSE, care
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
PHARMACIST = "pharm"


def team(**more: Any) -> Confer:
    fields = {"quorum": (DOCTOR,), "within": clinic_days(5), "retry": clinic_days(5), **more}
    return confer("team", **fields)


def at_high_dose() -> Pathway:
    return care(team(quorum=(DOCTOR, seat(PHARMACIST, when=fact("mme") >= 50))), message("on"))


def with_inputs() -> Pathway:
    return care(team(inputs=(DOCTOR, NURSE), cut_off=clinic_days(1)), message("on"))


def decide(patient: Patient, *present: str) -> list[str]:
    return patient.hears(ConferenceDecided, step="team", present=present)


@pytest.mark.parametrize(
    ("facts", "seats"),
    [
        ({"mme": 60}, ((DOCTOR,), (PHARMACIST,))),
        ({"mme": 20}, ((DOCTOR,),)),
        # Nobody knows the dose, so the pharmacist is asked for.
        ({}, ((DOCTOR,), (PHARMACIST,))),
    ],
)
def test_a_seat_is_asked_for_unless_the_facts_rule_it_out(
    facts: dict[str, int], seats: tuple[tuple[str, ...], ...]
) -> None:
    patient = Patient(at_high_dose())
    patient.hears(FactsRecorded, facts=facts)

    assert patient.of(JoinConference)[-1].quorum == seats


@pytest.mark.parametrize("facts", [{"mme": 60}, {}])
def test_nothing_is_decided_without_a_seat_that_the_facts_do_not_rule_out(facts: dict[str, int]) -> None:
    patient = Patient(at_high_dose(), facts=facts)

    with pytest.raises(EventRefused, match="without pharm there is no quorum, so nothing can be decided"):
        decide(patient, DOCTOR)


def test_a_seat_that_the_facts_rule_out_may_stay_empty() -> None:
    assert decide(Patient(at_high_dose(), facts={"mme": 20}), DOCTOR) == ["send on"]


def test_the_facts_of_the_day_of_the_meeting_count() -> None:
    patient = Patient(at_high_dose(), facts={"mme": 20})

    assert patient.hears(FactsRecorded, facts={"mme": 60}) == ["join team"]
    with pytest.raises(EventRefused, match="without pharm there is no quorum"):
        decide(patient, DOCTOR)


def test_news_that_changes_no_seat_asks_nobody_again() -> None:
    patient = Patient(at_high_dose(), facts={"mme": 60})

    assert patient.hears(FactsRecorded, facts={"mme": 70}) == []


def test_the_meeting_is_told_whose_input_is_due_by_when() -> None:
    (join,) = Patient(with_inputs()).of(JoinConference)

    assert join.inputs == (DOCTOR, NURSE)
    assert shown(join.due_at) == "2026-03-09 17:00"
    assert shown(join.cut_off) == "2026-03-06 17:00"


def test_each_role_is_asked_for_its_input_by_the_cut_off() -> None:
    asked = Patient(with_inputs()).of(OpenTask)

    assert [(task.role, shown(task.due_at)) for task in asked] == [
        (DOCTOR, "2026-03-06 17:00"),
        (NURSE, "2026-03-06 17:00"),
    ]


def test_a_late_input_is_chased() -> None:
    patient = Patient(with_inputs())

    assert "tell nurse coordinator about team#1.3" in patient.until("2026-03-09 17:00")


def test_a_meeting_waits_for_no_input_and_says_which_was_missing() -> None:
    patient = Patient(with_inputs())
    patient.hears(TaskDone, task="team#1.2")

    assert decide(patient, DOCTOR) == ["close task team#1.3", "send on"]
    assert "team: held without the input of nurse" in patient.told


def test_a_meeting_with_every_input_has_nothing_to_say_of_them() -> None:
    patient = Patient(with_inputs())
    for key in list(patient.tasks):
        patient.hears(TaskDone, task=key)
    decide(patient, DOCTOR)

    assert not [told for told in patient.told if "without the input" in told]


def test_an_input_does_not_end_the_conference() -> None:
    patient = Patient(with_inputs())
    patient.hears(TaskDone, task="team#1.2")

    assert patient.step("team").state == "open"


def test_the_cut_off_follows_a_meeting_that_is_held_again() -> None:
    patient = Patient(with_inputs())
    moved = patient.hears(ConferenceFailed, step="team", missing=(COORDINATOR,), on="2026-03-06 10:00")

    assert "move team#1.2 to 2026-03-12 10:00" in moved
    assert "move team#1.3 to 2026-03-12 10:00" in moved


def test_the_cut_off_follows_a_meeting_that_a_person_moves() -> None:
    patient = Patient(with_inputs())
    moved = patient.hears(StepMoved, step="team", to=at("2026-03-20 12:00"), reason="holidays")

    assert moved == [
        "move team#1 to 2026-03-20 12:00",
        "move team#1.2 to 2026-03-19 12:00",
        "move team#1.3 to 2026-03-19 12:00",
    ]


def test_an_input_whose_cut_off_does_not_move_keeps_its_time() -> None:
    """It was due at once, as the meeting was asked for too late, and still is."""
    patient = Patient(care(team(inputs=(DOCTOR,), cut_off=weeks(2)), FOR_EVER))

    assert shown(patient.task("team").due_at) == "2026-03-02 09:00"
    assert patient.hears(StepMoved, step="team", to=at("2026-03-10 12:00"), reason="earlier") == [
        "move team#1 to 2026-03-10 12:00"
    ]
