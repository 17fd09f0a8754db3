"""When a pathway cannot go on by itself, staff of operations see it, once, and it tries again when they have looked."""

import pytest

from engine.events import PlanChanged, TaskDone
from engine.journey import Journey
from engine.language import after, deliver_plan, go, stage, task, together, wait
from engine.opening import open_step
from engine.spans import weeks
from engine.turn import Turn
from engine.words import Step
from tests.support.builders import DOCTOR, NURSE, care, pathway
from tests.support.clock import MONDAY, at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def test_a_second_fault_waits_for_the_first_to_be_looked_at() -> None:
    patient = Patient(care(deliver_plan(), alongside=(task("call", NURSE),)))
    patient.hears(PlanChanged, plan=(), reason="none")
    again = Patient(care(together("both", deliver_plan(), deliver_plan("again"))))

    assert patient.said.count("task fault for ops") == 1
    assert again.said == ["task fault for ops"]


def test_a_fault_names_the_trouble_and_is_due_within_a_clinic_day() -> None:
    (fault,) = Patient(care(deliver_plan())).commands

    assert fault.reason.rule == "there is no care plan to deliver: no conference has decided one"
    assert fault.key.step == "fault"


def test_a_circle_ends_as_a_fault_and_is_tried_again_when_it_was_looked_at() -> None:
    round_ = pathway(stage("one", go("to_two", "two")), stage("two", go("to_one", "one")))
    patient = Patient(round_)
    assert patient.said == ["task fault for ops"]

    assert patient.hears(TaskDone, task="fault#1.1") == ["task fault for ops"]


def test_a_track_that_waits_on_what_never_comes_is_a_fault_when_nothing_else_is_ahead() -> None:
    patient = Patient(care(together("both", task("call", NURSE), wait("never", after("nothing", weeks(1))))))

    assert patient.done("call") == ["task fault for ops"]


def test_nothing_is_a_fault_while_work_is_in_somebodys_hands() -> None:
    patient = Patient(care(task("call", DOCTOR), FOR_EVER))

    assert "task fault for ops" not in patient.until("2026-06-01 09:00")


@pytest.mark.parametrize("step", [go("off", "care"), together("both", (FOR_EVER,), (FOR_EVER,))])
def test_what_is_walked_is_never_opened(step: Step) -> None:
    turn = Turn(care(step), Journey(id="j1", pathway="small"), at(MONDAY))

    with pytest.raises(AssertionError, match="is walked, not opened"):
        open_step(turn, step, "stage/care", 1)
