"""Work for people: its deadline, who is told when it is late, and how an alert's clock runs."""

from typing import Any

import pytest

from engine.clinic import Clinic
from engine.events import Answered, EventRefused, StepDeclined, TaskAccepted, TaskDone, VisitsBooked
from engine.ladders import Ladder, Severity, call, expire, ladder, remind, tell
from engine.language import after, ask, book, confer, message, task, wait
from engine.spans import clinic_days, clinic_hours, days, hours, minutes, weeks
from engine.words import Pathway, Step
from tests.support.builders import COORDINATOR, DOCTOR, EMERGENCY, NURSE, PEG, SOON, care
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
CALL = task("call", NURSE, within=clinic_days(1))


def with_ladders(step: Step, *more: Ladder, severities: tuple[Severity, ...] = ()) -> Pathway:
    plain = care(step, FOR_EVER)
    return plain.model_copy(
        update={"ladders": (*plain.ladders, *more), "severities": (*plain.severities, *severities)}
    )


def test_a_task_has_an_owner_and_a_due_time() -> None:
    patient = Patient(care(CALL))

    (opened,) = patient.commands
    assert patient.said == ["task call for nurse"]
    assert shown(opened.due_at) == "2026-03-03 17:00"  # type: ignore[union-attr]  # a task


def test_a_task_without_a_time_of_its_own_is_due_within_a_clinic_day() -> None:
    assert shown(Patient(care(task("call", NURSE))).task("call").due_at) == "2026-03-03 17:00"


def test_a_task_with_a_severity_has_the_time_of_its_severity() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))

    assert shown(patient.task("call").due_at) == "2026-03-02 09:30"


def test_a_late_task_is_told_higher_and_higher_and_then_again_and_again() -> None:
    patient = Patient(care(CALL))

    assert patient.until("2026-03-04 08:00") == ["tell nurse about call#1.1"]
    assert patient.until("2026-03-04 17:00") == ["tell nurse coordinator about call#1.1"]
    assert patient.until("2026-03-06 17:00") == ["tell doctor about call#1.1"]
    assert patient.until("2026-03-13 17:00") == ["tell doctor about call#1.1"]
    assert patient.until("2026-03-20 17:00") == ["tell doctor about call#1.1"]


def test_what_is_told_says_why() -> None:
    patient = Patient(care(CALL))
    patient.until("2026-03-04 17:00")

    assert patient.commands[-1].reason.rule == "call#1.1 is open, 1 clinic day after it was due"


def test_the_owner_is_told_once_though_a_rung_names_the_role_as_well() -> None:
    patient = Patient(care(task("call", COORDINATOR)))

    assert patient.until("2026-03-04 17:00")[-1] == "tell coordinator about call#1.1"


def test_work_that_is_done_is_not_told_any_more() -> None:
    patient = Patient(care(CALL, FOR_EVER))
    patient.done("call")

    assert patient.until("2026-03-20 17:00") == []


def test_work_that_is_done_lets_the_pathway_go_on() -> None:
    patient = Patient(care(CALL, message("thanks")))

    assert patient.done("call") == ["send thanks"]


def test_an_alert_that_nobody_takes_up_is_told_after_its_time() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))

    assert patient.until("2026-03-02 09:15") == ["tell nurse about call#1.1"]


def test_an_alert_that_was_taken_up_is_not_told_as_unheard() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))
    patient.hears(TaskAccepted, task="call#1.1")

    assert patient.until("2026-03-02 09:15") == []


def test_an_alert_that_was_taken_up_but_not_settled_is_still_told() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))
    patient.hears(TaskAccepted, task="call#1.1")

    assert patient.until("2026-03-02 09:30") == ["tell nurse doctor about call#1.1"]


def test_an_alert_is_told_at_night_and_at_the_weekend() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)), since="2026-03-07 23:00")

    assert patient.until("2026-03-07 23:15") == ["tell nurse about call#1.1"]


def test_an_alert_is_told_again_every_half_hour() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))
    patient.until("2026-03-02 09:30")

    assert patient.until("2026-03-02 10:30") == ["tell nurse doctor about call#1.1"] * 2


def test_a_tell_carries_the_severity() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))
    patient.until("2026-03-02 09:15")

    assert patient.commands[-1].severity == "emergency"  # type: ignore[union-attr]  # a tell


def test_a_task_may_climb_a_ladder_of_its_own() -> None:
    fast = ladder("fast", tell(hours(1), DOCTOR, since="opened"), again=hours(1))
    patient = Patient(with_ladders(task("call", NURSE, escalate=fast), fast))

    assert patient.until("2026-03-02 10:00") == ["tell doctor about call#1.1"]


def test_rungs_about_a_visit_mean_nothing_to_a_task() -> None:
    odd = ladder(
        "odd", tell(hours(1), DOCTOR, since="start"), tell(hours(2), DOCTOR, since="opened"), again=hours(9)
    )
    patient = Patient(with_ladders(task("call", NURSE, escalate=odd), odd))

    assert patient.until("2026-03-02 11:00") == ["tell doctor about call#1.1"]


def test_clinic_hours_of_a_severity_count_only_while_the_clinic_is_open() -> None:
    slow = ladder("slow", tell(clinic_hours(4), DOCTOR, since="opened"), again=clinic_days(1))
    level = Severity(name="slow", within=clinic_days(1), ladder="slow")
    step = task("call", NURSE, severity=level)
    patient = Patient(with_ladders(step, slow, severities=(level,)), since="2026-03-02 15:00")

    assert patient.until("2026-03-03 09:59") == []
    assert patient.until("2026-03-03 10:00") == ["tell doctor about call#1.1"]


def test_a_task_comes_out_in_one_of_its_ways() -> None:
    step = task("triage", DOCTOR, outcomes={"accept": message("welcome"), "redirect": message("elsewhere")})
    patient = Patient(care(step))

    assert patient.done("triage", "redirect") == ["send elsewhere"]
    assert patient.step("triage").outcome == "redirect"


def test_a_way_that_leads_nowhere_goes_on_with_the_next_step() -> None:
    step = task("triage", DOCTOR, outcomes={"accept": (), "redirect": message("elsewhere")})
    patient = Patient(care(step, message("welcome")))

    assert patient.done("triage", "accept") == ["send welcome"]


def test_a_task_with_ways_is_not_done_without_one() -> None:
    patient = Patient(care(task("triage", DOCTOR, outcomes={"accept": (), "redirect": ()})))

    with pytest.raises(EventRefused, match=r"triage#1.1 comes out as one of: accept, redirect"):
        patient.done("triage")


def test_a_task_without_ways_has_none_to_name() -> None:
    patient = Patient(care(CALL))

    with pytest.raises(EventRefused, match=r"call#1.1 has no outcomes to choose from"):
        patient.done("call", "accept")


def test_a_task_is_done_once() -> None:
    patient = Patient(care(CALL, FOR_EVER))
    patient.done("call")

    with pytest.raises(EventRefused, match=r"there is no open task call#1.1"):
        patient.hears(TaskDone, task="call#1.1")


def test_a_task_that_is_taken_up_says_who_has_it() -> None:
    patient = Patient(care(CALL))
    patient.hears(TaskAccepted, task="call#1.1")

    assert "call: nurse has taken up call#1.1" in patient.told


def test_the_patient_may_say_no_to_what_a_task_is_about() -> None:
    patient = Patient(care(CALL, FOR_EVER))

    assert patient.hears(StepDeclined, step="call") == ["close task call#1.1"]


def test_a_task_about_safety_is_not_closed_by_the_patients_no() -> None:
    patient = Patient(care(task("call", NURSE, severity=SOON), FOR_EVER))

    assert patient.hears(StepDeclined, step="call") == []
    assert patient.tasks == ["call#1.1"]
    assert "call: safety task call#1.1 stays open until a person closes it" in patient.told


def test_doing_a_safety_task_whose_step_was_declined_brings_nothing_more() -> None:
    patient = Patient(care(task("call", NURSE, severity=SOON), FOR_EVER))
    patient.hears(StepDeclined, step="call")

    assert patient.done("call") == []
    assert patient.ending("call") == "declined"


# Ladders of forms

NUDGE = remind(days(1), "nudge")


def form(*rungs: Any, again: Any = None) -> Patient:
    own = ladder("own", *rungs, again=again)
    return Patient(with_ladders(ask("check", PEG, within=days(7), remind=own), own))


def test_reminders_come_on_their_days_and_the_second_by_another_channel() -> None:
    patient = form(NUDGE, remind(days(3), "nudge", other_channel=True), expire(days(9)))
    patient.until("2026-03-05 09:00")

    first, second = patient.commands[2:]
    assert (first.other_channel, second.other_channel) == (False, True)  # type: ignore[union-attr]  # words


def test_a_reminder_is_useless_after_the_last_rung() -> None:
    patient = form(NUDGE, expire(days(9)))
    patient.until("2026-03-03 09:00")

    assert shown(patient.commands[-1].expires_at) == "2026-03-11 09:00"  # type: ignore[union-attr]  # words


def test_the_last_reminder_of_a_ladder_without_an_end_has_none_either() -> None:
    patient = form(NUDGE)
    patient.until("2026-03-03 09:00")

    assert patient.commands[-1].expires_at is None  # type: ignore[union-attr]  # words


def test_a_rung_may_count_from_the_due_time() -> None:
    patient = form(remind(-days(2), "nudge", since="due"), expire(days(1), since="due"))

    assert patient.until("2026-03-07 09:00") == ["send nudge"]


def test_a_rung_has_its_own_time_of_day() -> None:
    patient = form(remind(days(1), "nudge", at="18:00"), expire(days(9)))

    assert patient.until("2026-03-03 17:59") == []
    assert patient.until("2026-03-03 18:00") == ["send nudge"]


def test_a_rung_some_hours_on_has_its_time_on_the_day_that_they_end() -> None:
    patient = form(remind(hours(20), "nudge", at="18:00"), expire(days(9)))

    assert patient.until("2026-03-03 18:00") == ["send nudge"]


def test_a_clock_change_cannot_move_a_rung_to_another_day() -> None:
    """In Nuuk the clocks go from 23:00 on a Saturday to midnight, so that 23:30 is not on that day at all."""
    own = ladder("own", remind(days(1), "nudge", at="12:00"), expire(days(9)))
    pathway = with_ladders(ask("check", PEG, within=days(7), remind=own), own)
    patient = Patient(pathway, zone="America/Nuuk", since="2026-03-27 21:30")

    assert shown(patient.step("check").opened_at, "America/Nuuk") == "2026-03-27 23:30"
    assert shown(patient.wake, "America/Nuuk") == "2026-03-28 12:00"


def test_a_reminder_at_night_waits_for_the_morning_and_says_so() -> None:
    patient = form(remind(hours(13), "nudge"), expire(days(9)))

    assert patient.wakes == "2026-03-03 08:00"
    patient.until("2026-03-03 08:00")
    assert "quiet hours" in patient.commands[-1].reason.rule


def test_a_call_may_have_a_time_of_its_own() -> None:
    patient = form(call(days(1), NURSE, within=hours(4)), expire(days(9)))
    patient.until("2026-03-03 09:00")

    assert shown(patient.task("check").due_at) == "2026-03-03 13:00"


def test_a_call_may_be_an_alert() -> None:
    patient = form(call(days(1), NURSE, severity="emergency"), expire(days(9)))
    asked = patient.until("2026-03-03 09:00")

    assert asked == ["task check for nurse", "send emergency_now"]
    assert patient.task("check").safety


def test_a_call_that_is_an_alert_is_not_closed_by_the_answer() -> None:
    patient = form(call(days(1), NURSE, severity="emergency"), expire(days(9)))
    patient.until("2026-03-03 09:00")
    patient.hears(Answered, step="check", answers={"peg": {}})

    assert [task.step for task in patient.journey.tasks.values()] == ["check"]


def test_doing_a_call_about_a_form_does_not_end_the_form() -> None:
    patient = form(call(days(1), NURSE), expire(days(9)))
    patient.until("2026-03-03 09:00")
    patient.done("check")

    assert patient.step("check").state == "open"


def test_others_are_told_of_a_form_that_is_late() -> None:
    patient = form(tell(days(1), "owner", DOCTOR, since="opened"), expire(days(9)))

    assert patient.until("2026-03-03 09:00") == ["tell patient doctor about check#1"]


def test_the_last_rung_comes_again_until_somebody_acts() -> None:
    patient = form(tell(days(1), DOCTOR, since="opened"), again=days(2))

    assert patient.until("2026-03-07 09:00") == ["tell doctor about check#1"] * 3


def test_a_visit_that_runs_out_is_cancelled() -> None:
    own = ladder("own", expire(days(2)))
    patient = Patient(with_ladders(book("see", DOCTOR, minutes=30, remind=own), own))

    assert patient.until("2026-03-04 09:00") == ["cancel see"]
    assert patient.ending("see") == "expired"


def test_of_a_visit_the_role_is_told() -> None:
    own = ladder("own", tell(hours(1), "owner", since="opened"))
    patient = Patient(with_ladders(book("see", DOCTOR, minutes=30, remind=own), own))

    assert patient.until("2026-03-02 10:00") == ["tell doctor about see#1"]


def test_of_a_conference_the_coordinator_is_told() -> None:
    patient = Patient(care(confer("team", quorum=(DOCTOR,), within=days(1), retry=days(2))))

    assert patient.until("2026-03-04 09:00")[0] == "tell coordinator about team#1"


def test_a_visit_that_was_booked_is_not_told_as_unbooked() -> None:
    own = ladder("own", tell(days(1), DOCTOR, since="opened", only_while="unbooked"))
    patient = Patient(with_ladders(book("see", DOCTOR, minutes=30, remind=own), own))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-20 10:00"),))

    assert patient.until("2026-03-03 09:00") == []


def test_an_alert_within_minutes_is_due_in_minutes() -> None:
    level = Severity(name="now", within=minutes(5), ladder="work")
    patient = Patient(with_ladders(task("call", NURSE, severity=level), severities=(level,)))

    assert shown(patient.task("call").due_at) == "2026-03-02 09:05"


QUICK_ACK = ladder(
    "quick",
    tell(minutes(30), DOCTOR, since="opened", only_while="unaccepted", out_of_hours=minutes(60)),
    again=hours(9),
)


@pytest.mark.parametrize(
    ("opened", "told"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:30"),
        ("2026-03-02 22:00", "2026-03-02 23:00"),
        ("2026-03-07 10:00", "2026-03-07 11:00"),
        # The clinic opens at 8: whoever comes in then takes it up as fast as by day.
        ("2026-03-03 07:45", "2026-03-03 08:15"),
        ("2026-03-02 16:45", "2026-03-02 17:15"),
    ],
)
def test_out_of_hours_there_is_more_time_to_take_it_up(opened: str, told: str) -> None:
    patient = Patient(with_ladders(task("call", NURSE, escalate=QUICK_ACK), QUICK_ACK), since=opened)

    assert patient.wakes == told
    assert patient.until(told) == ["tell doctor about call#1.1"]


def test_the_longer_time_says_that_it_is_out_of_hours() -> None:
    step = task("call", NURSE, escalate=QUICK_ACK)
    patient = Patient(with_ladders(step, QUICK_ACK), since="2026-03-02 22:00")
    patient.until("2026-03-02 23:00")

    assert patient.commands[-1].reason.rule.endswith("60 minutes after it was opened, out of hours")


def test_work_whose_ladder_has_run_dry_is_told_of_again() -> None:
    once = ladder("once", tell(hours(1), DOCTOR, since="opened"))
    patient = Patient(with_ladders(task("call", NURSE, escalate=once), once))
    patient.until("2026-03-02 10:00")

    assert patient.until("2026-03-05 10:00") == ["tell nurse coordinator about call#1.1"]
    assert patient.until("2026-03-10 10:00") == ["tell nurse coordinator about call#1.1"]


def test_work_that_no_rung_fits_is_told_of_when_it_is_late() -> None:
    odd = ladder("odd", tell(hours(1), DOCTOR, since="start"))
    patient = Patient(with_ladders(task("call", NURSE, within=hours(2), escalate=odd), odd))

    assert patient.until("2026-03-05 11:00") == ["tell nurse coordinator about call#1.1"]


STAND_IN = ladder("stand_in", tell(hours(1), "owner", "backup", since="opened"), again=clinic_days(1))
BACKED = Clinic(backups=((NURSE, DOCTOR), (DOCTOR, NURSE)))


@pytest.mark.parametrize(
    ("clinic", "owner", "told"),
    [
        (BACKED, NURSE, "nurse doctor"),
        (BACKED, DOCTOR, "doctor nurse"),
        (BACKED, COORDINATOR, "coordinator ops"),
        (Clinic(), NURSE, "nurse coordinator"),
    ],
)
def test_the_backup_is_whoever_stands_in_for_the_owner_and_never_the_owner(
    clinic: Clinic, owner: str, told: str
) -> None:
    work = task("work", owner, within=clinic_days(1), escalate=STAND_IN)
    patient = Patient(with_ladders(work, STAND_IN), clinic=clinic)

    assert patient.until("2026-03-02 10:00") == [f"tell {told} about work#1.1"]


def test_a_form_of_staff_is_told_to_the_backup_of_who_fills_it_in() -> None:
    watched = ladder("watched", tell(hours(1), "backup", since="opened"), expire(days(9)))
    pathway = with_ladders(ask("form", PEG, by=NURSE, within=days(5), remind=watched), watched)

    assert Patient(pathway, clinic=BACKED).until("2026-03-02 10:00") == ["tell doctor about form#1"]
