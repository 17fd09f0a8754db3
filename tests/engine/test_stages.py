"""Stages: one after the other, entered again within bounds, with what runs alongside."""

from engine.events import Answered, ConferenceDecided, FactsRecorded, StepSkipped
from engine.journey import PlanItem
from engine.language import (
    after,
    ask,
    confer,
    deliver_plan,
    finish,
    go,
    message,
    milestone,
    repeat,
    rule,
    stage,
    start,
    task,
    therapy,
    together,
    wait,
)
from engine.questions import flag
from engine.spans import clinic_days, days, weeks
from engine.words import Stage, Step
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, care, pathway
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
LAST = stage("last", FOR_EVER)


def looping(*steps: Step, **bounds: object) -> Stage:
    """A stage that a nurse may send round again."""
    back = go("back", "loop", **bounds)  # type: ignore[arg-type]  # what a go says
    return stage("loop", *steps, task("round", NURSE, outcomes={"again": back, "on": ()}))


def test_the_next_stage_begins_when_one_is_over() -> None:
    patient = Patient(pathway(stage("first", task("call", NURSE)), stage("second", message("on"), FOR_EVER)))
    assert patient.journey.stage == "first"

    assert patient.done("call") == ["send on"]
    assert patient.journey.stage == "second"


def test_a_go_leads_to_a_stage_and_what_is_open_is_left() -> None:
    first = stage(
        "first", together("both", task("call", NURSE), ask("check", PEG, remind=FORMS)), LAST.steps[0]
    )
    leave = rule("leave", flag("leave"), go("off", "away"))
    patient = Patient(
        pathway(
            first, stage("away", message("hello"), wait("rest", after("enrolled", weeks(9)))), rules=(leave,)
        )
    )

    assert set(patient.hears(FactsRecorded, flags={"leave": True})) == {
        "close task call#1.1", "close check#1", "send hello",
    }  # fmt: skip
    assert patient.ending("check") == "superseded"


def test_a_stage_that_is_entered_again_begins_anew() -> None:
    patient = Patient(pathway(looping(message("hello"), at_most=3), LAST))

    assert patient.done("round", "again") == ["send hello", "task round for nurse"]
    assert patient.step("hello").occurrence == 2


def test_a_stage_is_entered_no_more_often_than_its_author_says() -> None:
    patient = Patient(pathway(looping(message("hello"), at_most=2, instead=message("enough")), LAST))
    patient.done("round", "again")

    assert patient.done("round", "again") == ["send enough"]
    assert patient.journey.stage == "last"


def test_a_stage_without_a_bound_is_entered_as_often_as_people_wish() -> None:
    patient = Patient(pathway(looping(), LAST))
    for _ in range(5):
        patient.done("round", "again")

    assert patient.step("round").occurrence == 6


def test_what_runs_alongside_begins_with_the_stage() -> None:
    patient = Patient(pathway(stage("first", task("call", NURSE), alongside=message("beside")), LAST))

    assert set(patient.said) == {"task call for nurse", "send beside"}


def test_what_runs_alongside_holds_nothing_up_and_stops_when_the_stage_is_left() -> None:
    diary = repeat("weekly", ask("diary", PEG, remind=FORMS), every=weeks(1))
    patient = Patient(pathway(stage("first", task("call", NURSE), alongside=diary), LAST))

    assert patient.done("call") == ["close diary#1"]
    assert "ask diary" not in patient.until("2026-04-20 09:00")


def test_steps_alongside_begin_side_by_side() -> None:
    both = (task("one", NURSE), task("other", DOCTOR))
    patient = Patient(pathway(stage("first", FOR_EVER, alongside=both)))

    assert patient.said == ["task one for nurse", "task other for doctor"]


def test_together_ends_when_all_its_tracks_have_ended() -> None:
    both = together("both", (task("one", NURSE), message("after_one")), task("other", DOCTOR))
    patient = Patient(pathway(stage("first", both, message("on"), FOR_EVER)))
    assert patient.done("one") == ["send after_one"]

    assert patient.done("other") == ["send on"]


def test_a_wait_of_a_second_run_counts_from_its_own_milestone() -> None:
    patient = Patient(
        pathway(looping(milestone("START"), wait("rest", after("START", weeks(2))), at_most=3), LAST)
    )
    patient.until("2026-03-20 09:00")
    patient.done("round", "again")

    assert patient.step("rest").state == "open"
    assert "task round for nurse" not in patient.until("2026-04-03 08:59")
    assert "task round for nurse" in patient.until("2026-04-03 09:00")


def test_what_runs_alongside_a_second_run_waits_for_its_own_milestone() -> None:
    ready = task("ready", NURSE, outcomes={"again": go("back", "loop"), "on": ()})
    beside = message("two_weeks_on", when=after("START", weeks(2)))
    loop = stage("loop", task("prepare", NURSE), milestone("START"), ready, alongside=beside)
    patient = Patient(pathway(loop, LAST))
    patient.done("prepare")
    patient.until("2026-03-20 09:00")
    patient.done("ready", "again")

    assert patient.step("two_weeks_on").state == "waiting"
    patient.done("prepare")
    assert "send two_weeks_on" in patient.until("2026-04-03 09:00")


def test_what_counts_from_inside_a_repeat_waits_for_the_new_run_too() -> None:
    inner = repeat("weekly", task("call", NURSE), every=weeks(1), at_most=1)
    beside = message("after_call", when=after("call", days(1)))
    loop = stage(
        "loop",
        task("prepare", NURSE),
        inner,
        task("round", NURSE, outcomes={"again": go("back", "loop"), "on": ()}),
        alongside=beside,
    )
    patient = Patient(pathway(loop, LAST))
    patient.done("prepare")
    patient.done("call")
    patient.until("2026-03-10 09:00")
    patient.done("round", "again")

    assert patient.step("after_call").state == "waiting"


def test_an_anchor_that_came_with_the_patient_is_there_in_the_first_run() -> None:
    patient = Patient(
        pathway(
            stage("first", wait("rest", after("START", days(9))), milestone("START"), message("on")), LAST
        ),
        anchors={"START": at("2026-02-20 09:00")},
    )

    assert "send on" in patient.said


def test_a_go_in_a_therapy_leaves_the_stage_and_the_therapy_goes_on() -> None:
    leads = therapy("leads", "Leads away", go("off", "away"), task("after_all", NURSE))
    team = confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5))
    patient = Patient(
        pathway(stage("plan", team, deliver_plan()), stage("away", FOR_EVER), therapies=(leads,))
    )
    asked = patient.hears(
        ConferenceDecided, step="team", present=(DOCTOR,), plan=(PlanItem(therapy="leads"),)
    )

    assert patient.journey.stage == "away"
    assert asked == ["task after_all for nurse"]


def test_a_go_alongside_leaves_the_stage_that_it_runs_beside() -> None:
    beside = (wait("a_week", after("enrolled", weeks(1))), go("off", "away"))
    first = stage("first", task("call", NURSE), alongside=together("beside", beside))
    patient = Patient(pathway(first, stage("away", FOR_EVER)))

    assert "close task call#1.1" in patient.until("2026-03-09 09:00")
    assert patient.journey.stage == "away"


def test_a_branch_of_a_branch_is_followed_to_its_end() -> None:
    inner = task("inner", NURSE, outcomes={"yes": message("deep")})
    patient = Patient(care(task("outer", NURSE, outcomes={"yes": inner}), message("on")))
    patient.done("outer", "yes")

    assert patient.done("inner", "yes") == ["send deep", "send on"]


def test_another_pathway_is_started_and_this_one_goes_on() -> None:
    assert Patient(care(start("taper", "opioids"), message("on"))).said == ["start opioids", "send on"]


def test_a_journey_ends_where_its_author_says() -> None:
    patient = Patient(
        pathway(stage("first", ask("check", PEG, remind=FORMS)), stage("second", finish("over", "completed")))
    )
    patient.hears(Answered, step="check", answers={"peg": {}})

    assert (patient.journey.status, patient.journey.ending) == ("ended", "completed")


def test_a_milestone_that_was_skipped_for_the_next_run_counts_in_that_run() -> None:
    steps = (milestone("START"), wait("rest", after("START", weeks(2))))
    away = stage("away", task("returns", NURSE, outcomes={"back": go("home", "loop")}), FOR_EVER)
    patient = Patient(pathway(looping(*steps, at_most=3), away))
    patient.until("2026-03-20 09:00")
    patient.done("round", "on")
    patient.hears(StepSkipped, step="START", reason="counts_from_now")
    patient.done("returns", "back", on="2026-03-22 09:00")

    assert "task round for nurse" in patient.until("2026-04-03 09:00")
