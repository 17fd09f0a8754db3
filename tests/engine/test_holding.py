"""On hold: the patient's timers stand still, visits and safety go on, and a person looks again."""

import pytest

from engine.events import (
    Answered,
    ConferenceDecided,
    EventRefused,
    FactsRecorded,
    PutOnHold,
    Reported,
    Resumed,
    StepAdded,
    StepSkipped,
    TaskDone,
    VisitAttended,
    VisitsBooked,
    Withdrew,
)
from engine.journey import PlanItem
from engine.language import (
    after,
    ask,
    before,
    book,
    confer,
    deliver_plan,
    hold,
    message,
    repeat,
    rule,
    safety,
    task,
    therapy,
    together,
    wait,
)
from engine.questions import days_since, fact, flag, reported
from engine.spans import clinic_days, days, hours, weeks
from tests.support.builders import DOCTOR, EMERGENCY, FORMS, NURSE, PEG, VISITS, care
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
CHECK = ask("check", PEG, within=days(7), remind=FORMS)


def hold_it(patient: Patient, review: str = "2026-03-20 09:00", **more: str) -> list[str]:
    return patient.hears(PutOnHold, review_at=at(review), reason="hospital", **more)


def test_on_hold_no_reminder_goes_out() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)

    assert patient.until("2026-03-19 09:00") == []


def test_timers_go_on_after_as_many_whole_days() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient, on="2026-03-02 12:00")
    patient.hears(Resumed, on="2026-03-07 11:00")

    # The reminder was a day ahead of Monday 9:00; five days later it is a day ahead of Saturday 9:00.
    assert patient.wakes == "2026-03-08 09:00"


def test_part_of_a_day_on_hold_counts_as_a_whole_one() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-02 10:00")

    assert patient.wakes == "2026-03-04 09:00"


def test_a_hold_of_no_time_moves_nothing() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.hears(Resumed)

    assert patient.wakes == "2026-03-03 09:00"


def test_a_resume_that_is_dated_before_the_hold_moves_nothing() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient, on="2026-03-02 12:00")
    patient.now = at("2026-03-01 09:00")
    patient.hears(Resumed)

    assert patient.wakes == "2026-03-03 09:00"


def test_the_deadline_moves_with_the_hold() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-07 09:00")

    assert shown(patient.step("check").due_at) == "2026-03-14 09:00"


def test_the_times_of_day_stay_what_they_were_over_a_clock_change() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert patient.wakes == "2026-03-13 09:00"


def test_a_wait_ends_as_many_days_later() -> None:
    patient = Patient(care(wait("rest", after("enrolled", days(10))), message("on")))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-07 09:00")

    assert patient.until("2026-03-16 09:00") == []
    assert patient.until("2026-03-17 09:00") == ["send on"]


def test_a_repeat_goes_on_as_many_days_later_each_time() -> None:
    patient = Patient(care(repeat("weekly", message("hello"), every=days(7), at_most=3), FOR_EVER))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-04 09:00")

    assert patient.until("2026-03-11 09:00") == ["send hello"]
    assert patient.until("2026-03-18 09:00") == ["send hello"]


def test_a_booked_visit_stays_where_it_is() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-20 10:00"),))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-10 09:00")

    assert shown(patient.step("see").visits[0].start) == "2026-03-20 10:00"
    assert shown(patient.journey.anchors["see"]) == "2026-03-20 10:00"


def test_a_reminder_of_a_visit_stays_where_it_is() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-20 10:00"),))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-10 09:00")

    assert "send visit_reminder" not in patient.until("2026-03-13 09:59")
    assert patient.until("2026-03-13 10:00") == ["send visit_reminder"]


def test_what_hangs_on_a_visit_stays_where_it_is() -> None:
    patient = Patient(
        care(book("see", DOCTOR, minutes=30), alongside=(message("soon", when=before("see", days(2))),))
    )
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-20 10:00"),))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-10 09:00")

    assert patient.until("2026-03-18 10:00") == ["send soon"]


def test_a_visit_on_hold_can_take_place() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30), FOR_EVER))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-05 10:00"),))
    hold_it(patient)
    patient.hears(VisitAttended, step="see", on="2026-03-05 11:00")

    assert patient.ending("see") == "done"


def test_the_review_says_which_visits_are_still_booked() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-05 10:00"),))
    hold_it(patient)

    assert patient.commands[-1].reason.rule == "on hold, hospital: review it; still booked: see"


def test_a_person_gets_the_day_on_which_they_look_again() -> None:
    patient = Patient(care(CHECK))

    assert hold_it(patient) == ["task hold_review for coordinator"]
    assert shown(patient.commands[-1].due_at) == "2026-03-20 09:00"  # type: ignore[union-attr]  # an OpenTask


def test_a_review_that_is_late_is_told() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)

    assert patient.until("2026-03-20 09:00") == ["tell coordinator about hold_review#1.1"]


def test_nobody_is_on_hold_longer_than_30_days_without_a_person_looking() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient, "2026-09-01 09:00")

    assert patient.journey.hold is not None
    assert shown(patient.journey.hold.review_at) == "2026-04-01 09:00"


def test_a_review_in_30_days_is_soon_enough() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient, "2026-04-01 09:00")

    assert patient.journey.hold is not None
    assert shown(patient.journey.hold.review_at) == "2026-04-01 09:00"


def test_a_review_must_lie_ahead() -> None:
    patient = Patient(care(CHECK))

    with pytest.raises(EventRefused, match="the day on which a person looks again must lie ahead"):
        hold_it(patient, "2026-03-02 09:00")


def test_a_person_who_looked_and_lets_the_hold_go_on_looks_again_as_long_after() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.until("2026-03-20 09:00")

    assert patient.done("hold_review") == ["task hold_review for coordinator"]
    assert shown(patient.task("hold_review").due_at) == "2026-04-07 09:00"
    patient.until("2026-04-07 09:00")
    patient.done("hold_review")
    assert shown(patient.task("hold_review").due_at) == "2026-04-25 09:00"


def test_the_review_is_closed_when_the_journey_is_resumed() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)

    assert "close task hold_review#1.1" in patient.hears(Resumed, on="2026-03-10 09:00")


def test_whoever_keeps_a_list_of_what_is_due_hears_of_the_new_times() -> None:
    call = task("call", NURSE, within=clinic_days(2))
    visit = book("see", DOCTOR, minutes=30, within=weeks(1))
    patient = Patient(care(together("all", CHECK, call, visit, book("booked", DOCTOR, minutes=30))))
    patient.hears(VisitsBooked, step="booked", starts=(at("2026-03-30 09:00"),))
    hold_it(patient)

    moved = [said for said in patient.hears(Resumed, on="2026-03-10 09:00") if said.startswith("move")]
    assert moved == [
        "move check#1 to 2026-03-17 09:00",
        "move see#1 to 2026-03-17 09:00",
        "move call#1.1 to 2026-03-12 17:00",
    ]


def test_a_journey_is_put_on_hold_once() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)

    with pytest.raises(EventRefused, match="the journey is on hold already"):
        hold_it(patient)


def test_only_what_is_on_hold_can_be_resumed() -> None:
    with pytest.raises(EventRefused, match="the journey is not on hold"):
        Patient(care(CHECK)).hears(Resumed)


def test_a_journey_can_be_put_on_hold_again() -> None:
    patient = Patient(care(CHECK))
    hold_it(patient)
    patient.hears(Resumed)

    assert hold_it(patient) == ["task hold_review for coordinator"]
    assert patient.task("hold_review").occurrence == 2


def test_work_of_staff_stands_still_and_goes_on_at_the_same_time_of_a_clinic_day() -> None:
    patient = Patient(care(task("call", NURSE, within=clinic_days(1))))
    hold_it(patient)
    assert patient.until("2026-03-05 09:00") == []
    patient.hears(Resumed, on="2026-03-06 09:00")

    # Tuesday at closing time and four days are Saturday, so Monday at closing time.
    assert shown(patient.task("call").due_at) == "2026-03-09 17:00"


def test_work_that_was_opened_on_hold_moves_by_the_days_since_then_only() -> None:
    sees = rule("sees", reported("flare"), task("call", NURSE, within=clinic_days(1)))
    patient = Patient(care(FOR_EVER, rules=(sees,)))
    hold_it(patient)
    patient.hears(Reported, report="flare", on="2026-03-11 09:00")
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert shown(patient.task("call").due_at) == "2026-03-13 17:00"


def test_a_form_that_was_opened_on_hold_moves_by_the_days_since_then_only() -> None:
    asks = rule("asks", reported("flare"), ask("flare_form", PEG, within=days(7), remind=FORMS))
    patient = Patient(care(FOR_EVER, rules=(asks,)))
    hold_it(patient)
    patient.hears(Reported, report="flare", on="2026-03-11 09:00")
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert shown(patient.step("flare_form").due_at) == "2026-03-19 09:00"


def test_what_waits_on_an_end_during_the_hold_moves_by_the_days_since_then_only() -> None:
    patient = Patient(care(CHECK, message("two_days_on", when=after("check", days(2)))))
    hold_it(patient)
    patient.hears(Answered, step="check", answers={"peg": {}}, on="2026-03-11 09:00")
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert shown(patient.journey.anchors["check"]) == "2026-03-12 09:00"
    assert patient.until("2026-03-14 09:00") == ["send two_days_on"]


def test_a_date_ahead_that_is_no_visit_moves_by_the_whole_hold() -> None:
    patient = Patient(
        care(wait("leave", after("holidays", days(0)))), anchors={"holidays": at("2026-04-01 09:00")}
    )
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert patient.wakes == "2026-04-11 09:00"


def test_what_waits_on_a_date_ahead_moves_by_the_whole_hold() -> None:
    patient = Patient(
        care(message("soon", when=before("holidays", days(2)))), anchors={"holidays": at("2026-04-01 09:00")}
    )
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert patient.wakes == "2026-04-09 09:00"


def test_what_has_no_moment_yet_has_none_after_the_hold() -> None:
    patient = Patient(
        care(book("see", DOCTOR, minutes=30), alongside=(message("m", when=before("see", days(1))),))
    )
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert patient.step("m").state == "waiting"


def test_a_delayed_therapy_begins_as_many_days_later() -> None:
    patient = Patient(
        care(
            confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5)),
            deliver_plan(),
            therapies=(therapy("move", "Moving", message("move_well")),),
        )
    )
    plan = (PlanItem(therapy="move", delay=days(10)),)
    patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=plan)
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-07 09:00")

    assert patient.until("2026-03-17 08:59") == []
    assert patient.until("2026-03-17 09:00") == ["send move_well"]


def test_safety_work_keeps_its_time_and_is_not_put_off() -> None:
    fall = safety("fall", reported("fall"), task("call", NURSE, severity=EMERGENCY))
    patient = Patient(care(FOR_EVER, safety=(fall,)))
    patient.hears(Reported, report="fall")
    due = patient.task("call").due_at
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-02 09:10")

    assert patient.task("call").due_at == due


def test_a_step_that_its_author_lets_go_on_is_asked_for_on_hold() -> None:
    patient = Patient(care(ask("safety_check", PEG, remind=FORMS, during_hold=True)))
    hold_it(patient)

    assert patient.until("2026-03-03 09:00") == ["send form_reminder"]


def test_a_step_that_goes_on_during_hold_is_not_put_off() -> None:
    patient = Patient(care(ask("safety_check", PEG, remind=FORMS, during_hold=True)))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-02 18:00")

    assert patient.wakes == "2026-03-03 09:00"


def test_a_message_that_its_author_lets_go_on_is_sent_on_hold() -> None:
    patient = Patient(care(message("m", when=after("enrolled", days(2)), during_hold=True)))
    hold_it(patient)

    assert "send m" in patient.until("2026-03-04 09:00")


def test_days_on_hold_do_not_count() -> None:
    ten_days = rule("ten", (days_since("enrolled") >= 10) & (fact("mme") >= 1), task("look", NURSE))
    patient = Patient(care(FOR_EVER, rules=(ten_days,)))
    hold_it(patient, on="2026-03-03 09:00")

    assert patient.hears(FactsRecorded, facts={"mme": 1}, on="2026-03-18 09:00") == []
    patient.hears(Resumed, on="2026-03-19 09:00")
    assert patient.hears(FactsRecorded, facts={"mme": 2}, on="2026-03-27 09:00") == []
    assert patient.hears(FactsRecorded, facts={"mme": 3}, on="2026-03-28 09:00") == ["task look for nurse"]


def test_days_since_something_that_happened_on_hold_are_none_until_it_ends() -> None:
    at_once = rule("at_once", (days_since("check") <= 0) & flag("go"), task("look", NURSE))
    patient = Patient(care(CHECK, FOR_EVER, rules=(at_once,)))
    hold_it(patient)
    patient.hears(Answered, step="check", answers={"peg": {}}, on="2026-03-11 09:00")

    assert patient.hears(FactsRecorded, flags={"go": True}, on="2026-03-14 09:00") == ["task look for nurse"]


def test_a_pathway_can_put_the_journey_on_hold_and_what_follows_waits() -> None:
    patient = Patient(care(hold("rest", review=days(14)), message("back")))

    assert patient.said == ["task hold_review for coordinator"]
    assert "send back" in patient.hears(Resumed, on="2026-03-12 09:00")


def test_a_hold_of_the_pathway_is_reviewed_when_its_author_says() -> None:
    patient = Patient(care(hold("rest", review=days(14)), message("back")))

    assert shown(patient.task("hold_review").due_at) == "2026-03-16 09:00"


def test_a_hold_of_the_pathway_joins_one_that_is_there_already() -> None:
    hospital = rule("hospital", reported("hospital"), hold("stop", review=days(7)), message("welcome_back"))
    patient = Patient(care(FOR_EVER, rules=(hospital,)))
    hold_it(patient)

    assert patient.hears(Reported, report="hospital", on="2026-03-04 09:00") == []
    assert patient.hears(Resumed, on="2026-03-12 09:00") == [
        "close task hold_review#1.1",
        "send welcome_back",
    ]


def test_a_person_may_skip_a_hold_that_has_not_come() -> None:
    patient = Patient(
        care(wait("a_day", after("enrolled", days(1))), hold("rest", review=days(14)), message("on"))
    )
    patient.hears(StepSkipped, step="rest", reason="not_wanted")

    assert patient.until("2026-03-03 09:00") == ["send on"]


def test_a_hold_in_an_alert_after_the_end_holds_nothing() -> None:
    stops = safety("stops", reported("fall"), hold("stop", review=days(7)), task("call", NURSE))
    patient = Patient(care(FOR_EVER, safety=(stops,)))
    patient.hears(Withdrew)

    assert patient.hears(Reported, report="fall") == ["task call for nurse"]
    assert patient.journey.hold is None


def test_a_fault_on_hold_is_seen_and_told() -> None:
    patient = Patient(care(deliver_plan()))
    hold_it(patient)

    assert "tell ops about fault#1.1" in patient.until("2026-03-04 09:00")


def test_an_added_visit_stays_where_it_is_too() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(StepAdded, added=book("extra", DOCTOR, minutes=30), reason="wish")
    patient.hears(VisitsBooked, step="extra", starts=(at("2026-03-20 10:00"),))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-12 09:00")

    assert shown(patient.journey.anchors["extra"]) == "2026-03-20 10:00"


def test_a_task_done_on_hold_lets_the_pathway_go_on() -> None:
    patient = Patient(care(task("call", NURSE), message("thanks")))
    hold_it(patient)

    assert patient.hears(TaskDone, task="call#1.1") == ["send thanks", "close task hold_review#1.1"]


def test_what_would_come_out_of_the_hold_at_night_waits_for_the_morning() -> None:
    patient = Patient(care(ask("check", PEG, within=days(7), remind=FORMS)), since="2026-03-02 19:30")
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-03 06:00")

    assert patient.wakes == "2026-03-04 19:30"


def test_hours_of_a_hold_are_counted_on_the_patients_wall_clock() -> None:
    patient = Patient(care(message("m", when=after("enrolled", hours(30)))))
    hold_it(patient)
    patient.hears(Resumed, on="2026-03-09 09:00")

    assert patient.wakes == "2026-03-10 15:00"
