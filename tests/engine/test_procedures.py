"""Procedures: what comes before, after, and what is undone when one moves, is cancelled, missed or given up."""

import pytest

from engine.events import (
    Answered,
    EventRefused,
    StepDeclined,
    StepRepeated,
    StepSkipped,
    TaskDone,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.language import Steps, after, ask, before, go, mark, message, procedure, repeat, stage, task, wait
from engine.spans import days, hours, weeks
from engine.words import Pathway
from tests.support.builders import FORMS, NURSE, PEG, SURGEON, VISITS, care, pathway
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
HOLD_DRUG = task("hold_drug", NURSE, when=before("block", days(7)), undo=task("restart_drug", NURSE))
SCREEN = ask("screen", PEG, remind=FORMS, when=before("block", days(3)))
WORDS = message("tomorrow", when=before("block", days(1), at="10:00"), urgency="visit")
CHECK = ask("next_day", PEG, remind=FORMS, when=after("block", hours(24)))
THURSDAY = "2026-03-12 10:00"


def block(
    *, first: Steps = (HOLD_DRUG, SCREEN, WORDS), then: Steps = CHECK, cancelled: Steps | None = None
) -> Pathway:
    return care(
        procedure(
            "block",
            SURGEON,
            minutes=30,
            within=weeks(3),
            remind=VISITS,
            before=first,
            after=then,
            cancelled=cancelled,
        ),
        FOR_EVER,
    )


def booked(pathway: Pathway, start: str = THURSDAY) -> Patient:
    patient = Patient(pathway)
    patient.hears(VisitsBooked, step="block", starts=(at(start),))
    return patient


def drug_held(pathway: Pathway | None = None) -> Patient:
    patient = booked(pathway or block())
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug")
    return patient


def test_a_slot_is_asked_for_and_what_comes_before_waits_for_its_date() -> None:
    patient = Patient(block())

    assert patient.said == ["book block"]
    assert [patient.step(name).state for name in ("hold_drug", "screen", "tomorrow")] == ["waiting"] * 3


def test_what_comes_before_counts_back_from_the_booked_start() -> None:
    patient = booked(block())

    assert patient.until("2026-03-05 10:00")[-1:] == ["task hold_drug for nurse"]
    assert "ask screen" not in patient.said


def test_words_before_a_procedure_are_useless_once_it_has_begun() -> None:
    patient = booked(block())
    patient.until("2026-03-11 10:00")

    (words,) = [command for command in patient.commands if getattr(command, "template", "") == "tomorrow"]
    assert words.expires_at == at(THURSDAY)  # type: ignore[union-attr]  # a SendMessage


def test_what_would_come_too_late_before_a_procedure_is_left_out() -> None:
    patient = booked(block(first=(HOLD_DRUG, WORDS)), "2026-03-02 09:30")
    patient.until("2026-03-02 09:31")

    assert patient.ending("tomorrow") == "done"
    assert patient.ending("hold_drug") is None


def test_what_quiet_hours_put_off_beyond_the_start_is_left_out() -> None:
    night = Patient(block(first=message("words", when=before("block", hours(2)))), since="2026-03-02 21:00")
    night.hears(VisitsBooked, step="block", starts=(at("2026-03-03 07:30"),))

    assert night.ending("words") == "expired"
    assert "words: expired: not opened: it would be too late for block" in night.told


def test_a_booking_in_the_past_opens_nothing_before_it() -> None:
    patient = booked(block(), "2026-03-01 10:00")

    assert [patient.ending(name) for name in ("hold_drug", "screen", "tomorrow")] == ["expired"] * 3


def test_after_an_outage_over_the_start_nothing_comes_before_it_any_more() -> None:
    patient = booked(block())
    asked = patient.sleeps_until("2026-03-12 11:00")

    assert "send tomorrow" not in asked
    assert patient.ending("tomorrow") == "expired"


def test_when_it_has_taken_place_what_was_open_before_it_is_superseded() -> None:
    patient = drug_held()
    patient.until("2026-03-10 10:00")

    assert "close screen#1" in patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")
    assert patient.ending("screen") == "superseded"
    assert patient.ending("block") == "done"


def test_what_was_done_before_it_is_not_undone_when_it_has_taken_place() -> None:
    patient = drug_held()

    assert "task restart_drug for nurse" not in patient.hears(
        VisitAttended, step="block", on="2026-03-12 11:00"
    )


def test_what_comes_after_counts_from_its_start() -> None:
    patient = booked(block())
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")

    assert "ask next_day" not in patient.until("2026-03-13 09:59")
    assert "ask next_day" in patient.until("2026-03-13 10:00")


def test_what_comes_after_goes_on_beside_the_rest_of_the_pathway() -> None:
    patient = booked(block())
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")

    assert patient.open == ["for_ever"]


def test_what_comes_after_goes_on_when_the_stage_is_left() -> None:
    first = stage(
        "first", procedure("block", SURGEON, minutes=30, remind=VISITS, after=CHECK), go("on", "second")
    )
    patient = Patient(pathway(first, stage("second", FOR_EVER)))
    patient.hears(VisitsBooked, step="block", starts=(at(THURSDAY),))
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")

    assert patient.journey.stage == "second"
    assert "ask next_day" in patient.until("2026-03-13 10:00")


def test_a_move_re_times_what_has_not_begun() -> None:
    patient = booked(block())
    patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00"))

    assert "task hold_drug for nurse" not in patient.until("2026-03-12 09:59")
    assert "task hold_drug for nurse" in patient.until("2026-03-12 10:00")


def test_a_move_undoes_what_was_done_and_it_is_done_again_for_the_new_date() -> None:
    patient = drug_held()

    assert patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00")) == [
        "task restart_drug for nurse"
    ]
    assert patient.until("2026-03-12 10:00")[-1:] == ["task hold_drug for nurse"]
    assert patient.step("hold_drug").occurrence == 2


def test_what_is_done_again_is_undone_again() -> None:
    patient = drug_held()
    patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00"))
    patient.until("2026-03-12 11:00")
    patient.done("hold_drug")

    patient.hears(VisitMoved, step="block", start=at("2026-03-26 10:00"))
    assert [task.occurrence for task in patient.journey.tasks.values() if task.step == "restart_drug"] == [
        1,
        2,
    ]


def test_what_was_not_done_yet_is_not_undone_by_a_move() -> None:
    patient = booked(block())

    assert patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00")) == []


def test_a_second_booking_of_another_date_counts_as_a_move() -> None:
    patient = drug_held()

    asked = patient.hears(VisitsBooked, step="block", starts=(at("2026-03-19 10:00"),))

    assert asked == ["task restart_drug for nurse"]
    assert patient.step("hold_drug").occurrence == 2


def test_a_second_booking_of_the_same_date_undoes_nothing() -> None:
    patient = drug_held()

    assert patient.hears(VisitsBooked, step="block", starts=(at(THURSDAY),)) == []


def test_what_follows_from_how_a_step_came_out_follows_after_it_was_done_again_too() -> None:
    outcomes: dict[str, Steps] = {"held": (), "refused": task("tell_surgeon", NURSE)}
    drug = task(
        "hold_drug", NURSE, when=before("block", days(7)), outcomes=outcomes, undo=task("restart_drug", NURSE)
    )
    patient = booked(block(first=drug))
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug", "held")
    patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00"))
    patient.until("2026-03-12 11:00")

    assert patient.done("hold_drug", "refused") == ["task tell_surgeon for nurse"]


def test_a_step_before_without_a_moment_of_its_own_is_undone_too() -> None:
    drug = task("hold_drug", NURSE, undo=task("restart_drug", NURSE))
    patient = booked(block(first=drug))
    patient.done("hold_drug")

    asked = patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00"))

    assert sorted(asked) == ["task hold_drug for nurse", "task restart_drug for nurse"]


def test_a_cancelled_procedure_ends_undoes_and_says_what_follows() -> None:
    patient = drug_held(block(cancelled=message("we_are_sorry")))

    assert patient.hears(VisitCancelled, step="block") == [
        "task restart_drug for nurse",
        "send we_are_sorry",
    ]
    assert patient.ending("block") == "cancelled"
    assert [patient.ending(name) for name in ("screen", "tomorrow")] == ["cancelled"] * 2


def test_nothing_is_said_about_a_procedure_that_was_cancelled() -> None:
    patient = booked(block())
    patient.hears(VisitCancelled, step="block")

    assert patient.until("2026-03-30 09:00") == []


def test_a_declined_procedure_is_cancelled_and_what_was_done_for_it_is_undone() -> None:
    patient = drug_held()

    assert set(patient.hears(StepDeclined, step="block")) == {"cancel block", "task restart_drug for nurse"}
    assert patient.ending("block") == "declined"


def test_a_skipped_procedure_is_undone_too() -> None:
    patient = drug_held()

    assert "task restart_drug for nurse" in patient.hears(StepSkipped, step="block", reason="other_plan")


def test_a_procedure_of_a_stage_that_is_left_is_undone_too() -> None:
    leave = task("leave", NURSE, outcomes={"leave": go("on", "second")})
    operation = procedure("block", SURGEON, minutes=30, remind=VISITS, before=HOLD_DRUG)
    patient = Patient(pathway(stage("first", operation, alongside=leave), stage("second", FOR_EVER)))
    patient.hears(VisitsBooked, step="block", starts=(at(THURSDAY),))
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug")

    assert "task restart_drug for nurse" in patient.done("leave", "leave")
    assert patient.ending("block") == "superseded"


def test_a_missed_procedure_is_undone_and_asked_for_again_by_a_person_who_phones() -> None:
    patient = drug_held()
    patient.hears(VisitConfirmed, step="block")
    patient.until("2026-03-12 11:00")

    assert sorted(patient.hears(VisitMissed, step="block")) == [
        "book block",
        "task block for coordinator",
        "task restart_drug for nurse",
    ]
    assert patient.task("block").contact


def test_what_comes_before_a_missed_procedure_waits_for_the_new_date() -> None:
    patient = drug_held()
    patient.hears(VisitMissed, step="block", on="2026-03-12 11:00")
    assert patient.step("hold_drug").state == "waiting"

    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-26 10:00"),))
    assert "task hold_drug for nurse" in patient.until("2026-03-19 10:00")


def test_a_missed_procedure_counts_and_a_kept_one_ends_the_count() -> None:
    patient = booked(block())
    patient.hears(VisitMissed, step="block", on="2026-03-12 11:00")
    assert patient.journey.missed["block"] == 1

    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-26 10:00"),))
    patient.hears(VisitAttended, step="block", on="2026-03-26 11:00")
    assert patient.journey.missed["block"] == 0


def test_a_procedure_that_is_repeated_by_hand_waits_for_its_new_date() -> None:
    patient = booked(block())
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")

    assert patient.hears(StepRepeated, step="block", reason="second_side") == ["book block"]
    assert patient.step("hold_drug").state == "waiting"


def test_a_procedure_of_a_second_run_does_not_count_from_the_first_date() -> None:
    cycle = repeat(
        "twice",
        procedure("block", SURGEON, minutes=30, remind=VISITS, before=SCREEN),
        every=weeks(4),
        at_most=2,
    )
    patient = Patient(care(cycle, FOR_EVER))
    patient.hears(VisitsBooked, step="block", starts=(at(THURSDAY),))
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")
    patient.until("2026-03-30 09:00")

    assert patient.step("block").occurrence == 2
    assert patient.step("screen").state == "waiting"


def test_what_comes_before_and_is_answered_is_done() -> None:
    patient = booked(block(first=SCREEN))
    patient.until("2026-03-09 10:00")
    patient.hears(Answered, step="screen", answers={"peg": {"p": 1}})

    assert patient.ending("screen") == "done"


def test_a_procedure_has_one_visit() -> None:
    patient = Patient(block())

    with pytest.raises(EventRefused, match="block is 1 visits; 2 were booked"):
        patient.hears(VisitsBooked, step="block", starts=(at(THURSDAY), at("2026-03-19 10:00")))


def test_a_procedure_without_a_free_slot_is_for_a_person() -> None:
    patient = Patient(block())

    assert patient.hears(VisitUnavailable, step="block") == ["task block for coordinator"]


def test_a_confirmed_procedure_can_be_attended() -> None:
    patient = booked(block())
    patient.hears(VisitConfirmed, step="block")
    patient.hears(VisitAttended, step="block", on="2026-03-12 11:00")

    assert patient.ending("block") == "done"


def test_marks_before_a_procedure_are_set_at_once() -> None:
    assert Patient(block(first=mark("planned", "procedure_planned"))).journey.flags == ("procedure_planned",)


def test_an_undoing_that_is_open_is_closed_by_a_person() -> None:
    patient = drug_held()
    patient.hears(VisitMoved, step="block", start=at("2026-03-19 10:00"))
    patient.hears(TaskDone, task=patient.task("restart_drug").key)

    assert patient.ending("restart_drug") == "done"
