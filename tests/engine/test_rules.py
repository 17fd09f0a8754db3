"""Rules that watch: safety first, on raw answers, at all times; and what keeps them from crying twice."""

from typing import Any

import pytest

from engine.events import (
    Answered,
    Died,
    FactsRecorded,
    PutOnHold,
    Reported,
    Resumed,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitMissed,
    VisitsBooked,
    Withdrew,
)
from engine.language import Steps, ask, book, hold, mark, message, on_ending, rule, safety, stage, task, wait
from engine.language import after as later
from engine.questions import (
    answer,
    any_of,
    attended,
    days_since,
    fact,
    flag,
    known,
    left_out,
    missed_in_a_row,
    outcome,
    reported,
    safety_open,
    score,
    times_reported,
)
from engine.spans import days, weeks
from engine.words import Pathway, Rule, Step
from tests.support.builders import DOCTOR, EMERGENCY, FORMS, MOOD, NURSE, PEG, SOON, care, pathway
from tests.support.builders import score as scored
from tests.support.clock import at
from tests.support.patient import Patient

CALL = task("call", NURSE, severity=EMERGENCY, contact=True)
SELF_HARM = safety("self_harm", answer(MOOD, "m9") >= 1, CALL)
CHECK = ask("check", MOOD, PEG, within=days(7), remind=FORMS)
FOR_EVER = wait("for_ever", later("enrolled", weeks(500)))


def watched(*steps: Step, safe: tuple[Rule, ...] = (SELF_HARM,), rules: tuple[Rule, ...] = ()) -> Pathway:
    return care(*steps, FOR_EVER, safety=safe, rules=rules)


def answers(patient: Patient, m9: int, *, step: str | None = "check", **more: Any) -> list[str]:
    return patient.hears(Answered, answers={"mood": {"m9": m9}}, step=step, **more)


def test_a_safety_rule_hears_a_raw_answer_of_an_unfinished_form() -> None:
    patient = Patient(watched(CHECK))

    assert answers(patient, 1, finished=False) == ["task call for nurse", "send emergency_now"]


def test_a_safety_rule_does_not_fire_below_its_limit() -> None:
    patient = Patient(watched(CHECK))

    assert answers(patient, 0, finished=False) == []


def test_the_alert_is_raised_before_anything_else_that_the_answer_brings() -> None:
    patient = Patient(watched(ask("mood_check", MOOD, remind=FORMS), message("thanks")))

    asked = answers(patient, 2, step="mood_check", finished=True)

    assert asked.index("task call for nurse") < asked.index("send thanks")


def test_what_a_patient_writes_on_their_own_account_is_watched_too() -> None:
    patient = Patient(watched())

    assert "task call for nurse" in answers(patient, 1, step=None)


def test_an_answer_to_a_form_that_was_closed_is_watched_too() -> None:
    patient = Patient(watched(CHECK))
    patient.until("2026-03-20 09:00")

    assert patient.ending("check") == "expired"
    assert "task call for nurse" in answers(patient, 1)


def test_a_safety_rule_fires_on_hold() -> None:
    patient = Patient(watched(CHECK))
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")

    assert "task call for nurse" in answers(patient, 1)


def test_a_safety_task_keeps_its_time_on_hold() -> None:
    patient = Patient(watched(CHECK))
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")
    answers(patient, 1)

    assert patient.until("2026-03-02 09:16") == [f"tell nurse about {patient.task('call').key}"]


def test_after_a_withdrawal_a_person_is_asked_to_act_but_nothing_is_written_to_the_patient() -> None:
    patient = Patient(watched(CHECK))
    patient.hears(Withdrew)

    assert answers(patient, 1) == ["task call for nurse"]
    assert "call: emergency_now was not sent: the patient withdrew" in patient.told


def test_after_a_death_no_rule_fires() -> None:
    patient = Patient(watched(CHECK))
    patient.hears(Died)

    assert answers(patient, 1) == []


def test_after_a_death_not_even_staff_are_called_by_a_rule() -> None:
    quiet = safety("quiet", answer(MOOD, "m9") >= 1, task("look", NURSE))
    patient = Patient(watched(CHECK, safe=(quiet,)))
    patient.hears(Died)

    assert answers(patient, 1) == []


def test_the_same_answer_of_the_same_form_is_one_alert() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1, finished=False)

    assert answers(patient, 1, finished=False) == []


def test_a_worse_answer_of_the_same_form_is_another_alert() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1, finished=False)

    assert "task call for nurse" in answers(patient, 2, finished=False)


def test_the_same_answer_of_another_form_is_another_alert() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1)

    assert "task call for nurse" in answers(patient, 1, step=None)


def test_an_alert_that_is_raised_anew_leaves_the_first_task_to_whoever_has_it() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1)
    answers(patient, 2)

    assert [task.occurrence for task in patient.journey.tasks.values()] == [1, 2]


def test_doing_the_task_of_the_first_alert_leaves_the_second_open() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1)
    first = patient.task("call").key
    answers(patient, 2)
    patient.hears(TaskDone, task=first)

    assert [task.occurrence for task in patient.journey.tasks.values()] == [2]
    assert patient.step("call").state == "open"


def test_what_is_no_task_of_an_alert_is_taken_back_when_it_is_raised_anew() -> None:
    red_flags = safety("flags", answer(MOOD, "m9") >= 1, ask("more", PEG, remind=FORMS), CALL)
    patient = Patient(watched(CHECK, safe=(red_flags,)))
    answers(patient, 1)

    assert "close more#1" in answers(patient, 2)


def test_a_missing_safety_item_is_news_of_its_own_when_the_form_is_handed_in() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))

    asked = patient.hears(Answered, step="check", answers={"mood": {"m1": 2}})

    assert asked == ["task phone for nurse"]


def test_an_item_is_not_missing_while_its_form_is_being_filled_in() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))

    assert patient.hears(Answered, step="check", answers={"mood": {"m1": 2}}, finished=False) == []


def test_an_item_is_not_missing_if_it_was_answered_earlier_in_the_same_form() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))
    answers(patient, 0, finished=False)

    assert patient.hears(Answered, step="check", answers={"mood": {"m1": 2}}) == []


def test_an_item_that_was_answered_and_then_cleared_is_missing() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))
    answers(patient, 0, finished=False)

    asked = patient.hears(Answered, step="check", answers={"mood": {"m1": 2, "m9": None}})

    assert asked == ["task phone for nurse"]


def test_a_form_that_was_begun_and_runs_out_leaves_its_safety_item_missing() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))
    patient.hears(Answered, step="check", answers={"mood": {"m1": 2}}, finished=False)

    assert "task phone for nurse" in patient.until("2026-03-16 09:00")


def test_a_form_that_was_never_begun_and_runs_out_is_silence_and_no_missing_item() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))

    assert "task phone for nurse" not in patient.until("2026-03-16 09:00")


def test_a_missing_item_of_a_finished_form_is_told_once_though_its_packet_runs_out() -> None:
    missing = safety("missing", left_out(MOOD, "m9"), task("phone", NURSE))
    patient = Patient(watched(CHECK, safe=(missing,)))
    patient.hears(Answered, step="check", answers={"mood": {"m1": 2}})

    assert "task phone for nurse" not in patient.until("2026-03-16 09:00")


def test_a_report_fires_a_rule_each_time() -> None:
    fall = safety("fall", reported("fall"), task("see", NURSE))
    patient = Patient(watched(safe=(fall,)))

    assert patient.hears(Reported, report="fall") == ["task see for nurse"]
    assert patient.hears(Reported, report="fall") == ["task see for nurse"]


def test_a_report_of_something_else_fires_nothing() -> None:
    fall = safety("fall", reported("fall", "injury"), task("see", NURSE))
    patient = Patient(watched(safe=(fall,)))

    assert patient.hears(Reported, report="flare", details=("injury",)) == []
    assert patient.hears(Reported, report="fall", details=("none",)) == []


def test_a_report_with_the_detail_asked_for_fires() -> None:
    fall = safety("fall", reported("fall", "injury"), task("see", NURSE))
    patient = Patient(watched(safe=(fall,)))

    assert patient.hears(Reported, report="fall", details=("injury",)) == ["task see for nurse"]


def test_what_is_known_at_enrolment_is_watched_as_well() -> None:
    old = rule("old", fact("age") >= 65, task("falls_screen", NURSE))
    patient = Patient(watched(rules=(old,)), facts={"age": 65})

    assert "task falls_screen for nurse" in patient.said


def test_a_flag_of_the_enrolment_is_watched_as_well() -> None:
    pregnant = safety("pregnant", flag("pregnant"), task("call_obstetrics", NURSE))
    patient = Patient(watched(safe=(pregnant,)), flags=("pregnant",))

    assert "task call_obstetrics for nurse" in patient.said


def test_a_flag_that_the_pathway_sets_is_watched_as_well() -> None:
    patient = Patient(
        watched(mark("set", "taper"), rules=(rule("taper", flag("taper"), message("taper_words")),))
    )

    assert "send taper_words" in patient.said


def test_a_flag_can_be_cleared() -> None:
    patient = Patient(watched(), flags=("taper",))
    patient.hears(FactsRecorded, flags={"taper": False})

    assert patient.journey.flags == ()


def rises(**more: Any) -> Rule:
    steps: Steps = task("look", NURSE)
    return rule("high", fact("mme") >= 50, steps, **more)  # type: ignore[arg-type]  # one step


def mme(patient: Patient, value: object, **more: Any) -> list[str]:
    return patient.hears(FactsRecorded, facts={"mme": value}, **more)


def test_another_rule_is_not_raised_while_its_steps_are_under_way() -> None:
    patient = Patient(watched(rules=(rises(),)))
    mme(patient, 50)

    assert mme(patient, 60) == []
    assert "high: already under way" in patient.told


def test_another_rule_is_raised_again_once_its_steps_are_over() -> None:
    patient = Patient(watched(rules=(rises(),)))
    mme(patient, 50)
    patient.done("look")

    assert mme(patient, 60) == ["task look for nurse"]


def test_another_rule_rests_for_as_long_as_its_author_says() -> None:
    patient = Patient(watched(rules=(rises(again_after=days(30)),)))
    mme(patient, 50)
    patient.done("look")

    assert mme(patient, 60, on="2026-03-31 09:00") == []
    assert mme(patient, 70, on="2026-04-01 09:00") == ["task look for nurse"]


def test_a_rule_watches_only_in_its_stages() -> None:
    patient = Patient(watched(rules=(rises(stages=("elsewhere",)),)))

    assert mme(patient, 50) == []


def test_a_rule_watches_in_its_stages() -> None:
    patient = Patient(watched(rules=(rises(stages=("care",)),)))

    assert mme(patient, 50) == ["task look for nurse"]


def test_another_rule_does_not_watch_after_the_end() -> None:
    patient = Patient(watched(rules=(rises(),)))
    patient.hears(Withdrew)

    assert mme(patient, 50) == []


def test_a_rule_that_cannot_be_decided_does_what_its_author_wrote_for_that() -> None:
    unsure = rule(
        "unsure",
        (fact("mme") >= 50) & (fact("age") >= 65),
        task("look", NURSE),
        undecided=task("find_out_the_age", NURSE),
    )
    patient = Patient(watched(rules=(unsure,)))

    assert mme(patient, 50) == ["task find_out_the_age for nurse"]


def test_a_rule_that_cannot_be_decided_says_so_when_nothing_is_written_for_that() -> None:
    patient = Patient(watched(rules=(rule("unsure", (fact("mme") >= 50) & (fact("age") >= 65), CALL),)))

    assert mme(patient, 50) == []
    assert "unsure: could not be decided" in patient.told


def test_a_rule_fires_again_on_the_same_facts_once_it_did_not_hold_in_between() -> None:
    series = book("series", DOCTOR, minutes=30, visits=3, every=weeks(1))
    silent = rule("silent", missed_in_a_row("series") >= 1, task("phone", NURSE))
    patient = Patient(watched(series, rules=(silent,)))
    starts = (at("2026-03-10 10:00"), at("2026-03-17 10:00"), at("2026-03-24 10:00"))
    patient.hears(VisitsBooked, step="series", starts=starts)
    assert patient.hears(VisitMissed, step="series", number=1) == ["task phone for nurse"]
    patient.done("phone")
    patient.hears(VisitAttended, step="series", number=2)

    assert patient.hears(VisitMissed, step="series", number=3) == ["task phone for nurse"]


def test_a_rule_on_time_alone_is_asked_only_when_something_else_changes() -> None:
    long = rule("long", (days_since("enrolled") >= 10) & known(fact("mme")), task("look", NURSE))
    patient = Patient(watched(rules=(long,)))

    assert mme(patient, 1, on="2026-03-11 09:00") == []
    assert mme(patient, 1, on="2026-03-12 09:00") == ["task look for nurse"]


def test_a_rule_on_scores_hears_the_score() -> None:
    low = rule("low", score(MOOD) >= 15, task("look", NURSE))
    patient = Patient(watched(CHECK, rules=(low,)))

    asked = patient.hears(Answered, step="check", answers={"mood": {}}, scores=(scored("mood", 15),))

    assert asked == ["task look for nurse"]


def test_a_rule_can_say_what_follows_how_a_step_came_out() -> None:
    no = rule("no", outcome("check", "expired"), task("look", NURSE))
    patient = Patient(watched(CHECK, rules=(no,)))

    assert "task look for nurse" in patient.until("2026-03-16 09:00")


def test_a_form_of_an_alert_does_not_wait_for_a_place() -> None:
    forms = tuple(ask(f"form_{n}", PEG, remind=FORMS) for n in range(3))
    flags = safety("flags", reported("fever"), ask("fever_form", MOOD, remind=FORMS))
    together_ = care(*(), FOR_EVER, alongside=forms, safety=(flags,))
    patient = Patient(together_)

    assert "ask fever_form" in patient.hears(Reported, report="fever")


def test_a_form_of_an_alert_is_not_asked_of_somebody_who_withdrew() -> None:
    flags = safety("flags", reported("fever"), ask("fever_form", MOOD, remind=FORMS), CALL)
    patient = Patient(watched(safe=(flags,)))
    patient.hears(Withdrew)

    assert patient.hears(Reported, report="fever") == ["task call for nurse"]
    assert patient.ending("fever_form") == "not_needed"


def test_a_form_of_an_alert_that_is_open_at_the_withdrawal_is_taken_back() -> None:
    flags = safety("flags", reported("fever"), ask("fever_form", MOOD, remind=FORMS), CALL)
    patient = Patient(watched(safe=(flags,)))
    patient.hears(Reported, report="fever")

    assert "close fever_form#1" in patient.hears(Withdrew)


def test_a_visit_that_an_alert_asks_for_after_the_withdrawal_can_take_place() -> None:
    urgent = safety("urgent", reported("fever"), book("see", DOCTOR, minutes=30))
    patient = Patient(watched(safe=(urgent,)))
    patient.hears(Withdrew)
    patient.hears(Reported, report="fever")
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-03 10:00"),))
    patient.hears(VisitAttended, step="see", on="2026-03-03 11:00")

    assert patient.ending("see") == "done"


def test_two_rules_on_one_answer_both_fire_safety_first() -> None:
    other = rule("other", answer(MOOD, "m9") >= 1, message("other_words"))
    patient = Patient(watched(CHECK, rules=(other,)))

    assert answers(patient, 1) == ["task call for nurse", "send emergency_now", "send other_words"]


def test_a_private_alert_shows_nothing_on_a_phone_that_others_may_see() -> None:
    abuse = safety("abuse", reported("abuse"), task("call", NURSE, severity=EMERGENCY, private=True))
    patient = Patient(watched(safe=(abuse,)))

    assert patient.hears(Reported, report="abuse") == ["task call for nurse"]


def test_a_severity_that_shows_nothing_shows_nothing() -> None:
    quiet = safety("quiet", reported("weight_loss"), task("call", NURSE, severity=SOON))
    patient = Patient(watched(safe=(quiet,)))

    assert patient.hears(Reported, report="weight_loss") == ["task call for nurse"]


@pytest.mark.parametrize("value", [0, 1])
def test_one_rule_over_two_items_needs_only_one_of_them(value: int) -> None:
    either = safety("either", any_of(answer(MOOD, "m9") >= 1, answer(PEG, "p") >= 9), CALL)
    patient = Patient(watched(CHECK, safe=(either,)))

    asked = answers(patient, value)

    assert ("task call for nurse" in asked) is bool(value)


def test_safety_work_of_the_alert_goes_on_when_the_stage_is_left() -> None:
    first = stage("first", CHECK, message("on"))
    patient = Patient(pathway(first, stage("second", FOR_EVER), safety=(SELF_HARM,)))
    patient.hears(Answered, step="check", answers={"mood": {"m9": 1}, "peg": {}})

    assert patient.journey.stage == "second"
    assert patient.task("call").safety


def test_a_rule_may_put_the_journey_on_hold_and_ask_a_person_at_once() -> None:
    hospital = rule("hospital", reported("hospital"), task("phone", NURSE), hold("stop", review=days(14)))
    patient = Patient(watched(CHECK, rules=(hospital,)))
    patient.hears(Reported, report="hospital")
    assert patient.journey.hold is None
    patient.done("phone")

    assert patient.journey.hold is not None
    patient.hears(Resumed)
    assert patient.ending("stop") == "done"


def test_who_takes_an_alert_up_is_remembered() -> None:
    patient = Patient(watched(CHECK))
    answers(patient, 1)
    patient.hears(TaskAccepted, task=patient.task("call").key)

    assert patient.task("call").accepted


def test_an_ending_without_steps_of_its_own_just_ends() -> None:
    patient = Patient(care(FOR_EVER, endings=(on_ending("died", task("letter", NURSE)),)))

    assert patient.hears(Withdrew) == []


def test_one_form_saved_bit_by_bit_raises_a_rule_once_for_each_new_reason() -> None:
    signs = safety("signs", any_of(answer(MOOD, "m1") >= 1, answer(MOOD, "m9") >= 1), CALL)
    patient = Patient(watched(CHECK, safe=(signs,)))

    def saves(**items: int) -> list[str]:
        return patient.hears(Answered, answers={"mood": items}, step="check", finished=False)

    assert "task call for nurse" in saves(m1=1)
    # Another answer of the form is no reason, and neither is the old one saved again.
    assert saves(m1=1, m9=0) == []
    assert saves(m1=1) == []
    # A new sign is, and one that is taken back is not.
    assert "task call for nurse" in saves(m1=1, m9=1)
    assert saves(m1=0, m9=1) == []


def test_a_report_is_counted_with_those_before_it() -> None:
    twice = rule("ran_out_twice", times_reported("ran_out", days(90)) >= 2, task("look", DOCTOR))
    patient = Patient(watched(rules=(twice,)))

    assert patient.hears(Reported, report="ran_out") == []
    assert patient.hears(Reported, report="flare") == []
    assert patient.hears(Reported, report="ran_out") == ["task look for doctor"]
    assert {name: len(times) for name, times in patient.journey.reports.items()} == {"ran_out": 2}


def test_a_rule_hears_of_each_visit_and_of_safety_tasks() -> None:
    sessions = book("sessions", DOCTOR, minutes=30, visits=2, every=weeks(1), within=weeks(4))
    one_kept = rule("one_kept", attended("sessions") >= 1, message("one_kept_message"))
    calm = rule("calm", ~safety_open(), message("calm_message"))
    patient = Patient(watched(sessions, rules=(one_kept, calm)))
    patient.hears(VisitsBooked, step="sessions", starts=(at("2026-03-10 09:00"), at("2026-03-17 09:00")))

    assert "send one_kept_message" in patient.hears(VisitAttended, step="sessions", number=1)

    answers(patient, 1, step=None)
    assert patient.done("call") == ["send calm_message"]
