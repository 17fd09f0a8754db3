"""Questionnaires: asked for once, heard one by one, left alone when late, and never too many at a time."""

from typing import Any

import pytest

from engine.events import (
    Answered,
    EventRefused,
    FactsRecorded,
    PatientMoved,
    PromptFailed,
    StepDeclined,
    StepRepeated,
    VisitsBooked,
)
from engine.language import after, ask, book, go, message, milestone, rule, stage, task, together, wait
from engine.questions import answer, days_with, flag, score
from engine.spans import clinic_days, days, hours, weeks
from tests.support.builders import DIARY, DOCTOR, FORMS, FUNCTION, MOOD, NURSE, PEG, care, pathway
from tests.support.builders import score as scored
from tests.support.clock import at, shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
CHECK = ask("check", PEG, within=days(7), remind=FORMS, unanswered=task("phone", NURSE))
BOTH = ask("both", PEG, MOOD, within=days(7), remind=FORMS)


def answered(patient: Patient, step: str | None, *forms: str, **more: Any) -> list[str]:
    return patient.hears(Answered, step=step, answers={form: {} for form in forms}, **more)


def test_a_form_is_asked_for_with_its_deadline_and_the_patient_is_told() -> None:
    patient = Patient(care(CHECK))

    request, message_ = patient.commands
    assert patient.said == ["ask check", "send form_due"]
    assert shown(request.due_at) == "2026-03-09 09:00"  # type: ignore[union-attr]  # a request
    assert shown(message_.expires_at) == "2026-03-16 09:00"  # type: ignore[union-attr]  # words


def test_a_form_that_staff_fill_in_writes_nothing_to_the_patient() -> None:
    patient = Patient(care(ask("check", PEG, by=NURSE, within=clinic_days(2))))

    assert patient.said == ["ask check"]


def test_a_form_of_staff_that_is_late_is_told_like_any_work() -> None:
    patient = Patient(care(ask("check", PEG, by=NURSE, within=clinic_days(2))))

    assert patient.until("2026-03-05 08:00") == ["tell nurse about check#1"]


def test_a_form_of_staff_is_told_again_and_again_even_after_the_patient_has_moved_house() -> None:
    patient = Patient(care(ask("check", PEG, by=NURSE, within=clinic_days(2))))
    patient.until("2026-03-11 09:00")
    patient.hears(PatientMoved, zone="America/Los_Angeles")

    assert "tell doctor about check#1" in patient.until("2026-03-17 18:00")


def test_the_answer_ends_the_step() -> None:
    patient = Patient(care(CHECK))

    answered(patient, "check", "peg")
    assert patient.ending("check") == "done"


def test_after_the_answer_no_reminder_goes_out() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    answered(patient, "check", "peg")

    assert patient.until("2026-03-20 09:00") == []


def test_two_forms_are_heard_one_by_one() -> None:
    patient = Patient(care(BOTH))
    answered(patient, "both", "peg")
    assert patient.step("both").state == "open"

    answered(patient, "both", "mood")
    assert patient.ending("both") == "done"


def test_a_form_that_was_only_begun_does_not_count_as_answered() -> None:
    patient = Patient(care(CHECK))
    answered(patient, "check", "peg", finished=False)

    assert patient.step("check").state == "open"


def test_a_form_that_was_not_asked_for_is_kept_and_ends_nothing() -> None:
    patient = Patient(care(CHECK))
    answered(patient, "check", "function", scores=(scored("function", 3),))

    assert patient.step("check").state == "open"
    assert patient.journey.readings["function"][0].exact == 3


def test_an_answer_after_the_end_of_asking_is_kept_and_changes_no_step() -> None:
    patient = Patient(care(CHECK))
    patient.until("2026-03-17 09:00")
    answered(patient, "check", "peg", scores=(scored("peg", 4),))

    assert patient.ending("check") == "expired"
    assert patient.journey.readings["peg"][0].exact == 4
    assert "check: answered late, after it was expired: kept" in patient.told


def test_an_answer_to_an_earlier_time_does_not_end_the_present_one() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    answered(patient, "check", "peg")
    patient.hears(StepRepeated, step="check", reason="once_more")
    answered(patient, "check", "peg", occurrence=1)

    assert patient.step("check").state == "open"
    assert "check: answered late, after it was asked again: kept" in patient.told


def test_an_answer_to_the_present_time_may_name_it() -> None:
    patient = Patient(care(CHECK))
    answered(patient, "check", "peg", occurrence=1)

    assert patient.ending("check") == "done"


def test_an_answer_before_the_form_was_asked_for_is_kept() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS, when=after("enrolled", days(3)))))
    answered(patient, "check", "peg")

    assert patient.step("check").state == "scheduled"
    assert "check: answered before it was asked: kept" in patient.told


def test_an_answer_to_a_step_that_is_no_form_is_kept_and_ends_nothing() -> None:
    patient = Patient(care(task("call", NURSE)))
    answered(patient, "call", "peg")

    assert patient.step("call").state == "open"


def test_a_step_that_was_never_reached_cannot_be_answered() -> None:
    patient = Patient(care(FOR_EVER, CHECK))

    with pytest.raises(EventRefused, match="check has not been reached, so there is nothing to answer"):
        answered(patient, "check", "peg")


def test_a_patient_may_say_no_and_care_goes_on() -> None:
    patient = Patient(care(CHECK, message("on")))

    assert patient.hears(StepDeclined, step="check") == ["close check#1", "send on"]
    assert patient.ending("check") == "declined"


def test_what_is_written_for_a_no_follows_it() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS, declined=message("no_matter"))))

    assert "send no_matter" in patient.hears(StepDeclined, step="check")


def test_what_is_written_for_silence_follows_it() -> None:
    patient = Patient(care(CHECK))

    assert "task phone for nurse" in patient.until("2026-03-16 09:00")
    assert patient.ending("check") == "expired"


def test_silence_takes_the_request_back() -> None:
    patient = Patient(care(CHECK))

    assert "close check#1" in patient.until("2026-03-16 09:00")


def test_forms_in_a_row_that_went_unanswered_are_counted_until_one_is_answered() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    patient.until("2026-03-16 09:00")
    patient.hears(StepRepeated, step="check", reason="once_more")
    patient.until("2026-03-30 09:00")
    assert patient.journey.missed == {"check": 2}

    patient.hears(StepRepeated, step="check", reason="once_more")
    answered(patient, "check", "peg")
    assert patient.journey.missed == {"check": 0}


def test_a_declined_form_is_not_counted_as_missed() -> None:
    patient = Patient(care(CHECK))
    patient.hears(StepDeclined, step="check")

    assert patient.journey.missed == {}


def test_a_prompt_that_no_channel_delivered_is_a_phone_call() -> None:
    patient = Patient(care(CHECK))

    assert patient.hears(PromptFailed, step="check") == ["task check for coordinator"]
    assert patient.task("check").contact


def test_the_call_about_a_form_is_closed_when_it_is_answered() -> None:
    patient = Patient(care(CHECK))
    patient.hears(PromptFailed, step="check")

    assert patient.tasks
    assert f"close task {patient.tasks[0]}" in answered(patient, "check", "peg")


def test_a_form_beyond_the_limit_waits_for_a_place() -> None:
    patient = Patient(care(together("two", CHECK, BOTH), open_forms=1))

    assert patient.said == ["ask check", "send form_due"]
    assert patient.step("both").state == "queued"
    assert "both: waits: 1 forms are open already" in patient.told


def test_a_form_that_waits_is_said_to_wait_once() -> None:
    patient = Patient(care(together("two", CHECK, BOTH), open_forms=1))
    patient.hears(FactsRecorded, facts={"age": 70})

    assert patient.told.count("both: waits: 1 forms are open already") == 1


def test_a_form_that_waits_is_asked_for_when_another_is_handed_in() -> None:
    patient = Patient(care(together("two", CHECK, BOTH), open_forms=1))

    assert answered(patient, "check", "peg") == ["ask both", "send form_due"]


def test_a_form_that_waits_is_asked_for_when_another_runs_out() -> None:
    patient = Patient(care(together("two", CHECK, BOTH), open_forms=1))

    assert "ask both" in patient.until("2026-03-16 09:00")


def test_of_two_forms_that_wait_one_takes_the_free_place() -> None:
    third = ask("third", FUNCTION, remind=FORMS)
    patient = Patient(care(together("three", CHECK, BOTH, third), open_forms=1))
    answered(patient, "check", "peg")

    assert (patient.step("both").state, patient.step("third").state) == ("open", "queued")


def test_a_form_of_staff_takes_no_place() -> None:
    patient = Patient(care(together("two", CHECK, ask("seen", MOOD, by=NURSE)), open_forms=1))

    assert "ask seen" in patient.said


def test_a_form_that_goes_on_during_hold_waits_for_no_place() -> None:
    safe = ask("safe", MOOD, remind=FORMS, during_hold=True)
    patient = Patient(care(together("two", CHECK, safe), open_forms=1))

    assert "ask safe" in patient.said


def test_a_form_that_goes_on_during_hold_is_prompted_as_safety() -> None:
    patient = Patient(care(ask("safe", MOOD, remind=FORMS, during_hold=True)))
    patient.until("2026-03-03 09:00")

    assert [words.urgency for words in patient.commands[1:]] == ["safety", "safety"]  # type: ignore[union-attr]  # words


def test_a_routine_form_is_prompted_as_routine() -> None:
    patient = Patient(care(CHECK))
    patient.until("2026-03-03 09:00")

    assert [words.urgency for words in patient.commands[1:]] == ["routine", "routine"]  # type: ignore[union-attr]  # words


def test_a_form_without_a_ladder_is_looked_at_by_a_person_when_it_is_due() -> None:
    patient = Patient(care(ask("check", PEG, within=days(3))))

    assert patient.until("2026-03-05 09:00") == ["task check for coordinator"]


def test_a_form_opens_at_its_moment() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS, when=after("enrolled", days(3), at="10:00"))))

    assert patient.until("2026-03-05 09:59") == []
    assert patient.until("2026-03-05 10:00") == ["ask check", "send form_due"]


def test_a_form_whose_moment_has_passed_opens_at_once() -> None:
    patient = Patient(
        care(ask("check", PEG, remind=FORMS, when=after("referred", days(3)))),
        anchors={"referred": at("2026-02-01 09:00")},
    )

    assert "ask check" in patient.said


def test_a_form_in_the_night_opens_in_the_morning() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS, when=after("enrolled", hours(13)))))

    assert patient.until("2026-03-03 07:59") == []
    assert "ask check" in patient.until("2026-03-03 08:00")


def test_a_form_waits_for_a_visit_to_be_booked() -> None:
    form = ask("check", PEG, remind=FORMS, when=after("see", days(2)))
    patient = Patient(care(book("see", DOCTOR, minutes=30), alongside=(form,)))
    assert patient.step("check").state == "waiting"

    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-10 10:00"),))
    assert "ask check" in patient.until("2026-03-12 10:00")


def test_the_first_score_of_the_first_form_is_the_baseline() -> None:
    patient = Patient(care(CHECK, ask("again", PEG, remind=FORMS)))
    answered(patient, "check", "peg", scores=(scored("peg", 6),))

    assert patient.journey.baselines["peg"].exact == 6


@pytest.mark.parametrize(
    "status", ["partial", "incomplete", "invalid", "not_scorable", "bounded", "interview_only"]
)
def test_only_a_whole_score_becomes_the_baseline(status: str) -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    answered(patient, "check", "peg", scores=(scored("peg", 6, status),))  # type: ignore[arg-type]  # one of its values

    assert patient.journey.baselines == {}


def test_a_prorated_score_becomes_the_baseline() -> None:
    patient = Patient(care(CHECK, FOR_EVER))
    answered(patient, "check", "peg", scores=(scored("peg", 6, "prorated"),))

    assert patient.journey.baselines["peg"].exact == 6


def test_the_latest_score_before_care_begins_is_the_baseline() -> None:
    steps = (
        ask("one", PEG, remind=FORMS),
        ask("two", PEG, remind=FORMS),
        milestone("START"),
        ask("three", PEG),
    )
    patient = Patient(care(*steps, FOR_EVER, baseline_until="START"))
    for step, exact in (("one", 8), ("two", 7), ("three", 2)):
        answered(patient, step, "peg", scores=(scored("peg", exact),))

    assert patient.journey.baselines["peg"].exact == 7


def test_the_baseline_stays_when_care_begins_a_second_time() -> None:
    again = stage("again", ask("two", PEG), milestone("START"), go("back", "again", at_most=3))
    patient = Patient(pathway(again, baseline_until="START"))
    answered(patient, "two", "peg", scores=(scored("peg", 7),))
    answered(patient, "two", "peg", scores=(scored("peg", 2),))

    assert patient.journey.baselines["peg"].exact == 7


def test_the_baseline_stays_while_what_it_lasts_until_is_open_once_more() -> None:
    agree = task("agree", NURSE)
    again = stage("again", agree, ask("two", PEG), go("back", "again", at_most=3))
    patient = Patient(pathway(again, baseline_until="agree"))
    answered(patient, None, "peg", scores=(scored("peg", 7),))
    patient.done("agree")
    answered(patient, "two", "peg")
    answered(patient, None, "peg", scores=(scored("peg", 2),))

    assert patient.step("agree").state == "open"
    assert patient.journey.baselines["peg"].exact == 7


def test_a_month_of_daily_answers_to_a_watched_item_is_kept() -> None:
    bad = rule("bad", days_with(DIARY, "pain", at_least=99, within=days(7)) >= 3, task("call", NURSE))
    patient = Patient(care(FOR_EVER, rules=(bad,)))
    for n in range(40):
        patient.hears(Answered, answers={"diary": {"pain": n}})

    assert [given.value for given in patient.journey.items["diary.pain"]] == list(range(9, 40))


def test_an_answer_that_is_corrected_in_the_same_form_replaces_the_first() -> None:
    bad = rule("bad", answer(PEG, "p") >= 99, task("call", NURSE))
    patient = Patient(care(CHECK, rules=(bad,)))
    patient.hears(Answered, step="check", answers={"peg": {"p": 1}}, finished=False)
    patient.hears(Answered, step="check", answers={"peg": {"p": 2}}, finished=False)

    assert [given.value for given in patient.journey.items["peg.p"]] == [2]


def test_an_item_that_no_condition_reads_is_not_kept() -> None:
    patient = Patient(care(CHECK))
    patient.hears(Answered, step="check", answers={"peg": {"p": 1}})

    assert patient.journey.items == {}


def test_so_many_scores_of_one_form_are_kept_and_no_more() -> None:
    patient = Patient(care(FOR_EVER))
    for n in range(45):
        answered(patient, None, "peg", scores=(scored("peg", n),))

    assert [reading.exact for reading in patient.journey.readings["peg"]] == list(range(5, 45))


def test_a_wait_ends_when_its_condition_holds() -> None:
    patient = Patient(
        care(wait("better", after("enrolled", weeks(8)), until=score(PEG) <= 3), message("well_done"))
    )
    assert answered(patient, None, "peg", scores=(scored("peg", 4),)) == []

    assert answered(patient, None, "peg", scores=(scored("peg", 3),)) == ["send well_done"]


def test_a_wait_whose_condition_holds_already_is_over_at_once() -> None:
    patient = Patient(
        care(wait("ready", after("enrolled", weeks(8)), until=flag("ready")), message("on")), flags=("ready",)
    )

    assert "send on" in patient.said
