"""What was done for a date that has changed is done again for the new one, unless it still holds."""

from engine.events import Answered, VisitMoved, VisitsBooked
from engine.language import after, ask, before, message, procedure, task, wait
from engine.spans import days, weeks
from engine.words import Pathway
from tests.support.builders import FORMS, NURSE, PEG, SURGEON, VISITS, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def injection() -> Pathway:
    return care(
        procedure(
            "injection",
            SURGEON,
            minutes=30,
            within=weeks(4),
            remind=VISITS,
            before=(
                task(
                    "agree_the_hold",
                    NURSE,
                    when=before("injection", days(9)),
                    within=days(2),
                    again_if_moved=True,
                    outcomes={
                        "hold": task(
                            "instruct", NURSE, within=days(1), undo=task("start_again", NURSE, within=days(1))
                        ),
                        "go_on": (),
                    },
                ),
                ask(
                    "screen",
                    PEG,
                    when=before("injection", days(3)),
                    within=days(2),
                    remind=FORMS,
                    again_if_moved=True,
                ),
                message("leaflet", when=before("injection", days(8))),
                message("tomorrow", when=before("injection", days(1), at="10:00"), again_if_moved=True),
            ),
        ),
        FOR_EVER,
    )


def instructed() -> Patient:
    patient = Patient(injection())
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-04 12:00")
    patient.done("agree_the_hold", "hold")
    patient.done("instruct")
    return patient


def test_an_instruction_waits_until_the_hold_was_agreed_for_the_new_date() -> None:
    patient = instructed()

    assert patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00")) == [
        "task start_again for nurse"
    ]
    followed = patient.until("2026-03-17 12:00")

    assert "task agree_the_hold for nurse" in followed
    assert "task instruct for nurse" not in followed


def test_an_instruction_is_not_given_again_when_the_medicine_now_goes_on() -> None:
    patient = instructed()
    patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))
    patient.until("2026-03-17 12:00")

    assert patient.done("agree_the_hold", "go_on") == []
    assert patient.step("instruct").occurrence == 1


def test_an_instruction_is_given_again_once_the_hold_is_agreed_anew() -> None:
    patient = instructed()
    patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))
    patient.until("2026-03-17 12:00")

    assert patient.done("agree_the_hold", "hold") == ["task instruct for nurse"]


def test_a_screen_answered_for_the_old_date_is_asked_again_for_the_new_one() -> None:
    patient = instructed()
    patient.until("2026-03-09 12:00")
    patient.hears(Answered, step="screen", answers={"peg": {"p": 1}})
    patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))

    assert "ask screen" in patient.until("2026-03-23 12:00")


def test_what_still_holds_is_not_said_twice() -> None:
    patient = instructed()
    patient.until("2026-03-11 12:00")
    patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))
    patient.until("2026-03-25 12:00")

    assert patient.said.count("send leaflet") == 1
    assert patient.said.count("send tomorrow") == 2
