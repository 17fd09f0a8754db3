"""A procedure that a person has decided against is called off, with everything that was done for it."""

from engine.events import ConferenceDecided, Enrolled, VisitAttended, VisitsBooked
from engine.journey import PlanItem
from engine.language import (
    after,
    before,
    cancel,
    confer,
    deliver_plan,
    message,
    procedure,
    task,
    therapy,
    together,
    wait,
)
from engine.spans import days, hours, weeks
from engine.words import Pathway, Step
from tests.support.builders import DOCTOR, NURSE, SURGEON, VISITS, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
INJECTION = procedure(
    "injection",
    SURGEON,
    minutes=30,
    within=weeks(4),
    remind=VISITS,
    before=(
        task(
            "hold_drug",
            NURSE,
            when=before("injection", days(5)),
            within=days(1),
            undo=task("restart_drug", NURSE, within=days(1), contact=True),
        ),
        message("tomorrow", when=before("injection", hours(20))),
        task(
            "gate",
            DOCTOR,
            when=before("injection", days(2)),
            within=days(1),
            outcomes={"go": (), "no_go": cancel("called_off", "injection")},
        ),
    ),
    after=message("warning_signs"),
    cancelled=task("what_instead", DOCTOR, within=days(5)),
)


def at_the_gate(pathway: Pathway) -> Patient:
    patient = Patient(pathway)
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-07 12:00")
    patient.done("hold_drug")
    patient.until("2026-03-10 12:00")
    return patient


def test_a_no_go_cancels_the_visit_undoes_what_was_done_and_says_what_follows() -> None:
    patient = at_the_gate(care(INJECTION, FOR_EVER))
    followed = patient.done("gate", "no_go")

    assert "cancel injection" in followed
    assert "task restart_drug for nurse" in followed
    assert "task what_instead for doctor" in followed
    assert (patient.ending("called_off"), patient.ending("injection")) == ("done", "cancelled")


def test_nothing_is_said_about_a_procedure_that_was_called_off() -> None:
    patient = at_the_gate(care(INJECTION, FOR_EVER))
    patient.done("gate", "no_go")
    patient.until("2026-03-20 12:00")

    assert not {"send tomorrow", "send warning_signs"} & set(patient.said)


def test_a_go_calls_nothing_off() -> None:
    patient = at_the_gate(care(INJECTION, FOR_EVER))
    patient.done("gate", "go")

    assert "cancel injection" not in patient.said
    assert "called_off" not in patient.journey.steps


def beside(*steps: Step) -> Pathway:
    still_wanted = task(
        "still_wanted", DOCTOR, within=days(9), outcomes={"yes": (), "no": cancel("not_wanted", "injection")}
    )
    return care(together("both", steps or (INJECTION,), (still_wanted,)), FOR_EVER)


def test_a_procedure_that_is_not_booked_yet_is_not_looked_for_any_more() -> None:
    patient = Patient(beside())

    assert "cancel injection" in patient.done("still_wanted", "no")
    assert patient.ending("injection") == "cancelled"


def test_a_procedure_that_has_taken_place_cannot_be_called_off() -> None:
    patient = at_the_gate(beside())
    patient.done("gate", "go")
    patient.until("2026-03-12 10:30")
    patient.hears(VisitAttended, step="injection", number=1)
    patient.done("still_wanted", "no")

    assert (patient.ending("injection"), patient.ending("not_wanted")) == ("done", "not_needed")


def test_a_procedure_that_has_not_come_up_cannot_be_called_off() -> None:
    patient = Patient(beside(wait("first", after("enrolled", weeks(3))), INJECTION))
    patient.done("still_wanted", "no")

    assert patient.ending("not_wanted") == "not_needed"


def test_the_therapy_of_a_procedure_that_was_called_off_comes_out_as_cancelled() -> None:
    patient = Patient(
        care(
            confer("team", quorum=(DOCTOR,), within=days(5), plans=True, retry=days(5)),
            deliver_plan(),
            FOR_EVER,
            therapies=(therapy("relief", "Relief", INJECTION),),
        ),
        enrolled=False,
    )
    patient.hears(Enrolled, zone="America/New_York")
    patient.hears(
        ConferenceDecided, step="team", present=(DOCTOR,), outcome=None, plan=(PlanItem(therapy="relief"),)
    )
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-10 12:00")
    patient.done("gate", "no_go")
    patient.done("what_instead")

    assert patient.journey.therapies["relief"] == "cancelled"
