"""What was done for a date that has changed is done again for the new one, unless it still holds."""

from engine.events import Answered, StepRepeated, VisitCancelled, VisitMoved, VisitsBooked
from engine.ladders import expire, ladder
from engine.language import after, ask, before, case, choose, message, procedure, task, together, wait
from engine.questions import outcome
from engine.spans import days, weeks
from engine.words import Pathway
from tests.support.builders import ALARM, DOCTOR, FORMS, NURSE, PEG, SURGEON, VISITS, WORK, care
from tests.support.clock import at
from tests.support.patient import Patient

QUICK = ladder("quick", expire(days(1)))
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


def being_instructed() -> Patient:
    """The patient may have been told already; nobody has ticked it off."""
    patient = Patient(injection())
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-04 12:00")
    patient.done("agree_the_hold", "hold")
    return patient


def test_an_instruction_that_is_still_open_is_taken_back_like_one_that_was_given() -> None:
    patient = being_instructed()

    assert patient.hears(VisitCancelled, step="injection") == [
        "close task instruct#1.1",
        "task start_again for nurse",
    ]


def test_an_instruction_that_is_open_when_the_date_moves_waits_for_the_new_agreement() -> None:
    patient = being_instructed()
    moved = patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))
    patient.until("2026-03-17 12:00")

    assert moved == ["close task instruct#1.1", "task start_again for nurse"]
    assert patient.done("agree_the_hold", "hold") == ["task instruct for nurse"]


def test_an_open_instruction_without_ground_is_taken_back_and_one_with_ground_stays() -> None:
    repeated = {"step": "agree_the_hold", "reason": "new_drug"}
    stays, goes = being_instructed(), being_instructed()
    stays.hears(StepRepeated, **repeated)
    goes.hears(StepRepeated, **repeated)

    assert stays.done("agree_the_hold", "hold") == []
    assert goes.done("agree_the_hold", "go_on") == [
        "close task instruct#1.1",
        "task start_again for nurse",
    ]


def test_an_instruction_that_has_not_been_begun_needs_no_taking_back() -> None:
    patient = Patient(injection())
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))

    assert patient.hears(VisitCancelled, step="injection") == []


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


def checked() -> Pathway:
    return care(
        procedure(
            "injection",
            SURGEON,
            minutes=30,
            within=weeks(4),
            remind=VISITS,
            before=(
                task(
                    "checklist",
                    NURSE,
                    when=before("injection", days(9)),
                    within=days(2),
                    again_if_moved=True,
                    outcomes={
                        "infection": task(
                            "ask_the_doctor", DOCTOR, within=days(1), outcomes={"go_on": (), "put_off": ()}
                        ),
                        "bleeding": (
                            task(
                                "instruct",
                                NURSE,
                                when=before("injection", days(7)),
                                within=days(1),
                                undo=task("start_again", NURSE, within=days(1)),
                            ),
                        ),
                        "ready": (),
                    },
                ),
                ask(
                    "screen",
                    PEG,
                    when=before("injection", days(8)),
                    within=days(1),
                    remind=QUICK,
                    again_if_moved=True,
                    unanswered=task("screen_by_phone", NURSE, within=days(1)),
                ),
            ),
        ),
        FOR_EVER,
    ).model_copy(update={"ladders": (FORMS, VISITS, WORK, ALARM, QUICK)})


def booked(pathway: Pathway) -> Patient:
    patient = Patient(pathway)
    patient.hears(VisitsBooked, step="injection", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-04 08:00")
    return patient


def moves(patient: Patient) -> list[str]:
    return patient.hears(VisitMoved, step="injection", start=at("2026-03-26 10:00"))


def test_what_followed_from_an_outcome_follows_again_when_it_comes_out_the_same_for_the_new_date() -> None:
    patient = booked(checked())
    patient.done("checklist", "infection")
    patient.done("ask_the_doctor", "go_on")
    moves(patient)
    patient.until("2026-03-18 08:00")

    assert patient.done("checklist", "infection") == ["task ask_the_doctor for doctor"]


def test_what_a_person_decided_after_the_move_about_the_old_date_decides_nothing_about_the_new_one() -> None:
    patient = booked(checked())
    patient.done("checklist", "infection")
    moves(patient)
    patient.done("ask_the_doctor", "go_on")
    patient.until("2026-03-18 08:00")

    assert patient.done("checklist", "infection") == ["task ask_the_doctor for doctor"]


def test_what_followed_is_asked_anew_when_a_person_has_a_step_done_once_more() -> None:
    patient = booked(checked())
    patient.done("checklist", "infection")
    patient.done("ask_the_doctor", "go_on")
    patient.hears(StepRepeated, step="checklist", reason="wrong")

    assert patient.done("checklist", "infection") == ["task ask_the_doctor for doctor"]


def test_an_instruction_that_lies_ahead_waits_until_its_ground_was_found_again() -> None:
    patient = booked(checked())
    patient.done("checklist", "bleeding")
    moves(patient)
    patient.until("2026-03-18 08:00")
    patient.done("checklist", "ready")

    assert "task instruct for nurse" not in patient.until("2026-03-26 09:00")


def test_an_instruction_without_ground_is_taken_back_when_a_step_comes_out_otherwise() -> None:
    patient = booked(checked())
    patient.done("checklist", "bleeding")
    patient.until("2026-03-05 12:00")
    patient.done("instruct")
    patient.hears(StepRepeated, step="checklist", reason="wrong")

    assert patient.done("checklist", "ready") == ["task start_again for nurse"]


def test_an_instruction_is_only_repeated_when_a_step_comes_out_as_before() -> None:
    patient = booked(checked())
    patient.done("checklist", "bleeding")
    patient.until("2026-03-05 12:00")
    patient.done("instruct")
    patient.hears(StepRepeated, step="checklist", reason="wrong")

    assert patient.done("checklist", "bleeding") == ["task instruct for nurse"]


def test_a_form_that_expired_for_the_old_date_is_asked_again_and_so_is_what_follows() -> None:
    patient = booked(checked())
    patient.until("2026-03-07 12:00")
    assert patient.ending("screen") == "expired"
    patient.done("screen_by_phone")
    moves(patient)

    followed = patient.until("2026-03-24 12:00")
    assert "ask screen" in followed
    assert "task screen_by_phone for nurse" in followed


def chased() -> Pathway:
    return care(
        procedure(
            "injection",
            SURGEON,
            minutes=30,
            within=weeks(4),
            remind=VISITS,
            before=(
                task("agree", NURSE, when=before("injection", days(9)), within=days(5), again_if_moved=True),
                together(
                    "unless_agreed",
                    (
                        wait("time_to_agree", before("injection", days(8)), again_if_moved=True),
                        choose(
                            "agreed_by_then",
                            case("agreed", outcome("agree", "done")),
                            undecided=task("phone", DOCTOR, within=days(1)),
                            again_if_moved=True,
                        ),
                    ),
                ),
            ),
        ),
        FOR_EVER,
    )


def test_what_was_chased_before_the_old_date_is_chased_before_the_new_one() -> None:
    patient = booked(chased())
    patient.until("2026-03-04 12:00")
    patient.done("phone")
    patient.done("agree")
    moves(patient)

    assert "task phone for doctor" not in patient.until("2026-03-18 09:00")
    assert "task phone for doctor" in patient.until("2026-03-18 12:00")


def test_what_was_settled_in_time_for_the_old_date_is_asked_anew_for_the_new_one() -> None:
    patient = booked(chased())
    patient.done("agree")
    patient.until("2026-03-05 12:00")
    assert patient.step("agreed_by_then").outcome == "agreed"
    moves(patient)

    assert "task phone for doctor" in patient.until("2026-03-18 12:00")


def test_nobody_is_chased_who_has_agreed_to_the_new_date_in_time() -> None:
    patient = booked(chased())
    patient.until("2026-03-04 12:00")
    patient.done("phone")
    moves(patient)
    patient.until("2026-03-17 12:00")
    patient.done("agree")

    assert "task phone for doctor" not in patient.until("2026-03-25 12:00")
