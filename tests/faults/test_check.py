"""What is in order is not complained of, and every fault is found at once, in the order of the author's lines."""

from dataclasses import replace

import pytest

from engine.check import check
from engine.check_conditions import always, follows
from engine.conditions import Condition
from engine.faults import hint
from engine.ladders import expire, ladder, remind, tell
from engine.language import (
    after,
    ask,
    before,
    book,
    case,
    choose,
    confer,
    deliver_plan,
    finish,
    go,
    message,
    milestone,
    on_ending,
    procedure,
    repeat,
    rule,
    safety,
    stage,
    start,
    task,
    therapy,
    together,
    wait,
)
from engine.questions import (
    age,
    all_of,
    any_of,
    at_least,
    days_since,
    fact,
    flag,
    improved,
    missed_in_a_row,
    outcome,
    reported,
    score,
)
from engine.spans import days, months, weeks
from engine.words import Book, Pathway, Step
from instruments import GAS, NRS_PAIN, PEG, PHQ9
from tests.support.faultless import (
    CATALOGUE,
    DOCTOR,
    FORMS,
    NURSE,
    SELF_HARM,
    URGENT,
    VISITS,
    WORK,
    a_call,
    a_pathway,
)

QUIET = ladder("quiet", remind(days(1), "reminder"), expire(days(7)))
STAFF = ladder("staff", tell(days(0), "owner"), expire(days(7)))


def sentences(pathway: Pathway) -> list[str]:
    return [str(fault) for fault in check(pathway, CATALOGUE)]


def a_visit(name: str = "visit") -> Book:
    return book(
        name,
        DOCTOR,
        minutes=30,
        within=weeks(2),
        remind=VISITS,
        missed=(a_call(f"{name}_missed"),),
        could_not=a_call(f"{name}_by_phone"),
    )


def test_a_small_pathway_in_order_has_no_fault() -> None:
    assert sentences(a_pathway(a_call())) == []


def test_every_fault_is_found_at_once_in_the_order_of_the_lines() -> None:
    faults = check(
        a_pathway(
            task("first", "nurs", within=days(1)),
            task("second", NURSE),
            message("third", "welcom"),
        ),
        CATALOGUE,
    )

    assert [(fault.step, fault.kind) for fault in faults] == [
        ("first", "unknown_role"),
        ("second", "no_deadline"),
        ("third", "unknown_template"),
    ]


def test_one_task_may_go_wrong_in_several_ways() -> None:
    faults = check(a_pathway(task("call", "nurs"), name="small"), CATALOGUE)

    assert {fault.kind for fault in faults} == {"unknown_role", "no_deadline"}


@pytest.mark.parametrize(
    "steps",
    [
        # A reminder before a visit stands beside it.
        (together("visits", a_visit(), message("bring_letters", "welcome", when=before("visit", days(2)))),),
        # What a patient brings along at enrolment may lie ahead.
        (message("soon", "welcome", when=before("referred", days(2))),),
        # Until a condition holds; the moment is then only the latest.
        (wait("late", after("call", days(9)), until=outcome("call", "done")), a_call()),
        # Silence is heard of by a branch, as well as by a call in the ladder.
        (ask("form", PEG, within=days(2), remind=QUIET, unanswered=a_call()),),
        # Staff fill a form in; that may run out, and then has a branch of its own.
        (ask("goals", GAS, by=DOCTOR, within=days(2), remind=STAFF, unanswered=a_call()),),
        (ask("goals", GAS, by=DOCTOR, within=days(2)),),
        # Pain intensity with something else, or a choice that reads nothing of a questionnaire.
        (
            ask("form", NRS_PAIN, PEG, within=days(2), remind=FORMS),
            choose("pain", case("high", (score(NRS_PAIN) >= 7) & ~improved(PEG), a_call())),
        ),
        (
            ask("form", NRS_PAIN, within=days(2), remind=FORMS),
            choose("pain", case("high", (score(NRS_PAIN) >= 7) & (days_since("enrolled") >= 30), a_call())),
        ),
        (choose("nothing", otherwise=a_call()),),
        # A task that comes out as the author says, and a choice by it.
        (
            task("triage", NURSE, within=days(2), outcomes={"ill": a_call(), "well": ()}),
            choose("next", case("ill", outcome("triage", "ill"), a_call("second_call")), undecided=()),
            choose("then", case("undecided", outcome("next", "undecided"), a_call("third_call"))),
        ),
        # The narrower case first.
        (
            choose(
                "age_group",
                case("very_old", age() >= 80, a_call()),
                case("old", age() >= 65, a_call("second_call")),
                case("child", age() < 18, a_call("third_call")),
            ),
        ),
        (start("help_with_flares", "flare_up"),),
    ],
)
def test_what_is_in_order_is_not_complained_of(steps: tuple[Step, ...]) -> None:
    ladders = (FORMS, VISITS, WORK, QUIET, STAFF)

    assert sentences(a_pathway(*steps, ladders=ladders)) == []


def test_silence_may_be_counted_by_a_rule_instead_of_told_by_a_ladder() -> None:
    counting = a_pathway(
        ask("diary", PEG, within=days(2), remind=QUIET),
        rules=(rule("silent", missed_in_a_row("diary") >= 3, a_call()),),
        ladders=(FORMS, VISITS, WORK, QUIET),
    )

    assert sentences(counting) == []


def test_a_rule_that_counts_something_else_does_not_hear_of_silence() -> None:
    counting = a_pathway(
        ask("diary", PEG, within=days(2), remind=QUIET),
        ask("form", PEG, within=days(2), remind=FORMS),
        rules=(rule("silent", missed_in_a_row("form") >= 3, a_call()),),
        ladders=(FORMS, VISITS, WORK, QUIET),
    )

    assert [fault.kind for fault in check(counting, CATALOGUE)] == ["silent_expiry"]


def test_what_runs_beside_a_stage_may_come_again_without_end() -> None:
    care = stage(
        "care", a_call(), finish("the_end", "well"), alongside=repeat("weekly", a_visit(), every=weeks(1))
    )

    assert sentences(a_pathway(stages=(care,))) == []


def test_a_procedure_with_what_comes_before_and_after_it_is_in_order() -> None:
    injection = procedure(
        "injection",
        DOCTOR,
        minutes=60,
        within=weeks(6),
        remind=VISITS,
        before=(
            task(
                "stop_the_medicine",
                DOCTOR,
                when=before("injection", days(7)),
                within=days(1),
                undo=a_call("restart_the_medicine"),
            ),
            choose("undone", case("yes", outcome("stop_the_medicine", "undone"), a_call("say_so"))),
        ),
        after=ask("one_day_later", PEG, when=after("injection", days(1)), within=days(1), remind=FORMS),
        cancelled=a_call("talk_about_it"),
    )

    assert sentences(a_pathway(injection)) == []


def test_a_care_plan_that_is_decided_and_carried_out_is_in_order() -> None:
    planning = a_pathway(
        confer("review", quorum=(NURSE, (DOCTOR, NURSE)), within=days(7), retry=days(7), plans=True),
        deliver_plan(),
        therapies=(therapy("exercise", "Exercise", a_call()),),
        endings=(on_ending("died", a_call("condolence")), on_ending("well", a_call("file_the_record"))),
    )

    assert sentences(planning) == []


def test_going_back_so_many_times_with_time_in_between_is_in_order() -> None:
    round_and_round = a_pathway(
        stages=(
            stage("care", a_call(), milestone("START")),
            stage(
                "review",
                task(
                    "look",
                    DOCTOR,
                    within=days(2),
                    outcomes={"well": (), "ill": go("once_more", "care", at_most=3, instead=a_call("talk"))},
                ),
                choose("came_back", case("yes", outcome("once_more", "instead"), a_call("third_call"))),
                # Set at the latest when it is entered for the second time, so it may be waited for.
                message("how_it_went", "welcome", when=after("START", months(1))),
            ),
            stage("end", finish("the_end", "well")),
        )
    )

    assert sentences(round_and_round) == []


def test_a_step_may_wait_for_a_later_stage_that_leads_back_to_it() -> None:
    back = a_pathway(
        stages=(
            stage("care", a_call(), choose("again", case("yes", flag("again"), message("m", "welcome")))),
            stage("review", a_call("look"), go("once_more", "care", at_most=2), finish("the_end", "well")),
        )
    )
    waiting = back.model_copy(
        update={
            "stages": (
                stage("care", a_call(), alongside=message("m", "welcome", when=after("look", days(1)))),
                back.stages[1],
            )
        }
    )

    assert sentences(back) == sentences(waiting) == []


def test_safety_goes_on_after_the_end_and_a_rule_after_it_has_led_elsewhere() -> None:
    watching = a_pathway(
        ask("mood", PHQ9, within=days(2), remind=FORMS),
        safety=(*SELF_HARM, safety("gone", reported("gone"), finish("is_gone", "moved"), a_call("find_out"))),
        rules=(rule("worse", reported("worse"), go("again", "care", at_most=3), a_call()),),
    )

    assert sentences(watching) == []


def test_a_rule_or_a_therapy_may_lead_to_a_stage_that_nothing_else_enters() -> None:
    led = a_pathway(
        stages=(
            stage("care", a_call(), finish("well_again", "well")),
            stage("crisis", a_call("second_call"), finish("the_end", "well")),
        ),
        rules=(rule("crisis", reported("crisis"), go("into_crisis", "crisis")),),
    )

    assert sentences(led) == []


def test_a_late_task_that_names_a_role_without_backup_is_no_matter_of_safety() -> None:
    assert sentences(a_pathway(task("tidy_up", "porter", within=days(2)))) == []


def test_a_safety_rule_may_read_what_this_pathway_never_asks() -> None:
    assert sentences(a_pathway(a_call(), safety=SELF_HARM)) == []


def test_a_severity_that_shows_nothing_has_no_template_to_find() -> None:
    silent = URGENT.model_copy(update={"name": "silent", "shows": None})

    assert sentences(a_pathway(task("call", NURSE, severity=silent), severities=(silent,))) == []


def test_a_backup_that_nobody_fills_stands_in_for_nobody() -> None:
    porter = replace(CATALOGUE.roles["porter"], backup="surgeon")
    known = replace(CATALOGUE, roles={**CATALOGUE.roles, "porter": porter})

    faults = check(a_pathway(task("come_at_once", "porter", severity=URGENT)), known)

    assert [fault.kind for fault in faults] == ["no_backup"]


OLD, VERY_OLD, YOUNG, FELL = age() >= 65, age() >= 80, age() < 18, flag("fell")
ALWAYS, NEVER = all_of(), any_of()


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (OLD, VERY_OLD),
        (age() >= 65, age() > 65),
        (age() > 65, age() > 70),
        (age() < 18, age() < 10),
        (age() <= 18, age() < 18),
        (FELL, FELL),
        (ALWAYS, FELL),
    ],
)
def test_a_wider_condition_holds_whenever_a_narrower_one_does(wide: Condition, narrow: Condition) -> None:
    assert follows(wide, narrow)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (VERY_OLD, OLD),
        (YOUNG, OLD),
        (OLD, fact("bmi") >= 70),
        (OLD, FELL),
        (FELL, OLD),
        (fact("sex").says("female"), fact("sex").says("male")),
        (age().says(65), age().says(66)),
    ],
)
def test_a_condition_that_may_hold_by_itself_is_left_alone(wide: Condition, narrow: Condition) -> None:
    assert not follows(wide, narrow)


@pytest.mark.parametrize("condition", [ALWAYS, ~NEVER, ~~ALWAYS, ALWAYS | FELL, at_least(1, ALWAYS, FELL)])
def test_what_always_holds_is_seen_by_its_shape(condition: Condition) -> None:
    assert always(condition)


@pytest.mark.parametrize("condition", [NEVER, ~ALWAYS, ~FELL, ALWAYS & FELL, at_least(2, ALWAYS, FELL)])
def test_what_depends_on_the_patient_does_not_always_hold(condition: Condition) -> None:
    assert not always(condition)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (("nurse", "doctor"), '; did you mean "nurse"?'),
        (("doctor",), '; write "doctor"'),
        (("doctor", "porter"), '; write one of "doctor", "porter"'),
        ((), ""),
        (tuple("abcdefghi"), ""),
    ],
)
def test_a_hint_names_what_looks_alike_or_the_few_there_are(known: tuple[str, ...], said: str) -> None:
    assert hint("nurze", known) == said
