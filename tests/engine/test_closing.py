"""Ending a step before its time takes back what it asked, once."""

from engine.closing import close_step
from engine.language import after, ask, wait
from engine.spans import days, weeks
from engine.turn import Turn
from tests.support.builders import FORMS, PEG, care
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def test_a_step_that_has_ended_is_not_ended_again() -> None:
    form = ask("form", PEG, within=days(7), remind=FORMS)
    patient = Patient(care(form, FOR_EVER))
    turn = Turn(patient.pathway, patient.journey, patient.now)

    close_step(turn, form, "cancelled", "not wanted")
    close_step(turn, form, "superseded", "asked anew")

    assert len(turn.commands) == 1
    assert turn.steps["form"].ending == "cancelled"
