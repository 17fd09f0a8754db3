"""Nothing of the clinical reference is forgotten: its steps, warning signs, rules of deterioration and ladders."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.commands import Command, OpenTask, SendMessage
from engine.conditions import Answer, DaysWith, LeftOut, parts
from engine.decide import decide
from engine.events import Answered, Enrolled, Event, Reported
from engine.index import conditions, index_of, inner_blocks, top_blocks, walk_steps
from engine.journey import Journey
from engine.ladders import Ladder
from engine.scores import Value
from engine.spans import Span, clinic_days, days, hours
from engine.words import Ask, Book, Confer, DeliverPlan, Go, Pathway, Procedure, Step
from instruments.catalogue import INSTRUMENTS
from pathways.chronic_pain import PATHWAY

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
INDEX = index_of(PATHWAY)

CORE_STEPS = {
    "A1": ("log_the_referral",),
    "A2": ("triage",),
    "A3": ("welcome_call", "second_welcome_call", "third_welcome_call", "barriers_checklist"),
    "A4": ("consent", "does_the_patient_take_part", "may_we_text", "is_there_a_caregiver"),
    "A5": ("baseline_packet", "baseline_back_questions"),
    "A6": ("collect_outside_records",),
    "A7": ("reconcile_medicines",),
    "A8": ("physician_assessment", "physician_findings"),
    "A9": ("movement_assessment", "baseline_objective_tests"),
    "A10": ("psychology_assessment", "psychology_findings"),
    "A11": ("occupational_assessment", "sleep_assessment", "nutrition_assessment", "social_assessment"),
    "A12": ("before_the_conference",),
    "A13": ("first_conference", "assessments_take_long"),
    "A14": ("feedback_visit", "goals_and_levels", "patient_decides_on_the_plan"),
    "A15": ("put_the_plan_in_order", "plan_to_pcp"),
    "A16": ("START", "deliver_plan"),
    "A17": ("diary_entry", "weekly_diary_entry"),
    "A18": ("two_week_check_in",),
    "A19": ("first_check_in_call", "check_in_call"),
    "A20": ("mid_packet", "mid_back_questions"),
    "A21": ("mid_review",),
    "A22": ("week_12_packet", "week_12_back_questions", "week_12_goals", "week_12_objective_tests"),
    "A23": ("re_evaluation_conference",),
    "A24": ("results_visit",),
    "A25": ("maintenance_call",),
    "A26": ("flare_visit", "after_the_flare_visit", "booster_sessions"),
    "A27": ("six_month_packet", "twelve_month_packet"),
    "A28": ("ready_to_leave_at_six_months", "no_safety_item_is_open", "discharge_conference"),
    "A29": ("discharge_summary", "summary_to_pcp", "goodbye"),
    "A30": ("three_months_later",),
}
INJECTION_STEPS = {
    "B1": ("injection_indicated",),
    "B2": ("injection_consent",),
    "B3": ("injection_authorized",),
    "B4": ("injection_checklist", "pregnancy_test"),
    "B5": ("blood_thinner_plan", "phone_the_prescriber", "decide_to_postpone"),
    "B6": ("hold_instruction",),
    "B7": ("before_the_injection",),
    "B8": ("change_screen",),
    "B9": ("day_before_injection",),
    "B10": ("ready_for_the_injection", "go_or_no_go"),
    "B11": ("injection", "injection_record"),
    "B12": ("in_the_recovery_room", "warning_signs_to_take_home"),
    "B20": ("first_day_check",),
    "B21": ("third_day_check",),
    "B22": ("one_week_after",),
    "B23": ("two_weeks_after", "exercise_has_begun"),
    "B24": ("six_weeks_after",),
    "B25": ("three_months_after", "six_months_after"),
}
DETERIORATION = {
    "D1": ("pain_and_activity_worse_twice",),
    "D2": ("extreme_pain_on_three_days",),
    "D3": ("function_worse", "stopped_working_or_walking"),
    "D4": ("mood_worse",),
    "D5": ("moving_far_less",),
    "D6": ("plateau",),
    "D7": ("diary_silent", "sessions_missed"),
    "D8": ("falls", "fall_reported"),
    "D9": ("emergency_visit_in_check_in", "hospital_reported"),
    "D10": ("medicine_ran_out_twice", "medicine_ran_out_now"),
}
WARNING_SIGNS = {
    "rf01": "SEV1",
    "rf02": "SEV2",  # SEV1 within 72 hours of the injection
    "rf03": "SEV2",  # SEV1 with signs of the spine
    "rf04": "SEV1",
    "rf05": "SEV2",
    "rf06": "SEV1",
    "rf07": "SEV1",
    "rf08": "SEV2",
    "rf09": "SEV2",
    "rf10": "SEV1",
    "rf11": "SEV1",
    "rf12": "SEV1",
    "rf13": "SEV3",
    "rf14": "SEV3",
    "rf15": "SEV2",
    "rf16": "SEV1",
    "rf17": "SEV2",
    "rf18": "SEV3",
    "rf19": "SEV2",
    "rf20": "SEV2",
}
AFTER_THE_INJECTION = {
    "fever": "SEV2",
    "new_weakness": "SEV1",
    "numb_saddle": "SEV1",
    "bladder_bowel": "SEV1",
    "sudden_back_pain": "SEV1",
    "headache_upright": "SEV2",
    "wound": "SEV2",
    "breathing_rash": "SEV1",
    "high_sugar": "SEV2",
}


@pytest.mark.parametrize("number", [f"A{n}" for n in range(1, 31)])
def test_every_step_of_the_core_program_is_there(number: str) -> None:
    assert [name for name in CORE_STEPS[number] if name not in INDEX.steps] == []


@pytest.mark.parametrize("number", [f"B{n}" for n in (*range(1, 13), *range(20, 26))])
def test_every_step_of_the_injection_is_there(number: str) -> None:
    assert [name for name in INJECTION_STEPS[number] if name not in INDEX.steps] == []


@pytest.mark.parametrize("number", [f"D{n}" for n in range(1, 11)])
def test_every_rule_of_deterioration_is_there(number: str) -> None:
    rules = {rule.name for rule in PATHWAY.rules}

    assert [name for name in DETERIORATION[number] if name not in rules] == []


def test_a_name_is_given_once() -> None:
    steps = Counter(step.name for step in _all_steps())
    rules = Counter(rule.name for rule in (*PATHWAY.safety, *PATHWAY.rules))

    assert [name for name, times in (steps + rules).items() if times > 1] == []


def test_it_comes_back_from_json_as_it_was() -> None:
    assert Pathway.model_validate_json(PATHWAY.model_dump_json()) == PATHWAY


def test_a_conference_can_choose_every_therapy_and_the_plan_is_carried_out() -> None:
    first = INDEX.steps["first_conference"]

    assert isinstance(first, Confer)
    assert first.plans
    assert isinstance(INDEX.steps["deliver_plan"], DeliverPlan)
    assert [therapy.name for therapy in PATHWAY.therapies] == [
        "education", "graded_exercise", "cbt", "sleep_coaching", "medicine_review", "steroid_injection",
    ]  # fmt: skip
    assert [therapy.name for therapy in PATHWAY.therapies if not therapy.steps] == []


def test_an_extension_leaves_the_start_of_treatment_where_it_was() -> None:
    """A stage that is entered anew forgets its own moments; the re-evaluation after it counts from START."""
    again = INDEX.steps["extend_treatment"]

    assert isinstance(again, Go)
    assert INDEX.block_of["START"] != f"stage/{again.stage}"


def test_everything_asked_or_booked_has_a_deadline_and_a_ladder() -> None:
    endless = [
        step.name
        for step in _all_steps()
        if isinstance(step, Ask | Book | Procedure)
        and (not _has_a_deadline(step) or step.ladder not in INDEX.ladders)
    ]

    assert endless == []


def _has_a_deadline(step: Ask | Book | Procedure) -> bool:
    """What is asked only so long before a visit is due when that starts."""
    before_its_visit = (
        isinstance(step, Ask) and step.when is not None and step.when.anchor == step.before_visit
    )
    return step.within is not None or before_its_visit


def test_every_no_show_is_answered() -> None:
    assert [step.name for step in _all_steps() if isinstance(step, Book) and not step.missed] == []


@pytest.mark.parametrize("sign", WARNING_SIGNS)
def test_a_warning_sign_is_called_about_at_its_level(sign: str) -> None:
    commands = _heard(_answered({"red_flags": {sign: True}}))

    assert _levels(commands) == [WARNING_SIGNS[sign]]


def test_no_warning_sign_is_left_to_chance() -> None:
    assert set(WARNING_SIGNS) == {f"rf{n:02}" for n in range(1, 21)}


def test_an_infection_with_weakness_is_an_emergency() -> None:
    commands = _heard(_answered({"red_flags": {"rf02": True, "rf03": True}}))

    assert sorted(_levels(commands)) == ["SEV1", "SEV2"]


def test_new_weakness_soon_after_the_injection_is_an_emergency() -> None:
    commands = _heard(
        _answered({"red_flags": {"rf02": True}}), anchors={"injection": datetime(2026, 3, 1, 15, tzinfo=UTC)}
    )

    assert _levels(commands) == ["SEV1"]


def test_new_weakness_before_a_booked_injection_is_urgent() -> None:
    commands = _heard(
        _answered({"red_flags": {"rf02": True}}), anchors={"injection": datetime(2026, 3, 9, 15, tzinfo=UTC)}
    )

    assert _levels(commands) == ["SEV2"]


def test_nothing_shows_on_the_phone_of_one_who_is_threatened() -> None:
    assert [c for c in _heard(_answered({"red_flags": {"rf20": True}})) if isinstance(c, SendMessage)] == []


@pytest.mark.parametrize(("times", "level"), [(1, "SEV2"), (2, "SEV1"), (3, "SEV1")])
def test_the_ninth_item_is_acted_on_before_the_form_is_finished(times: int, level: str) -> None:
    commands = _heard(_answered({"phq9": {"q9": times}}))

    assert _levels(commands) == [level]
    assert "crisis_reply" in [command.template for command in commands if isinstance(command, SendMessage)]


@pytest.mark.parametrize(
    ("instrument", "item"), [("phq9", "q9"), ("red_flags", "rf09"), ("red_flags", "rf01")]
)
def test_a_safety_item_that_is_left_out_is_asked_by_phone(instrument: str, item: str) -> None:
    other: dict[str, Value] = (
        {"q1": 1} if instrument == "phq9" else dict.fromkeys(set(WARNING_SIGNS) - {item}, False)
    )
    commands = _heard(_answered({instrument: other}, finished=True))

    assert _levels(commands) == ["SEV3"]


def test_a_refused_suicide_question_counts_as_a_yes() -> None:
    assert _levels(_heard(_answered({"asq": {"q1": "refused"}}))) == ["SEV2"]
    assert _levels(_heard(_answered({"asq": {"q1": True, "q5": "refused"}}))) == ["SEV1"]


@pytest.mark.parametrize("sign", AFTER_THE_INJECTION)
def test_a_sign_after_the_injection_is_called_about_at_its_level(sign: str) -> None:
    assert _levels(_heard(_answered({"after_procedure": {sign: True}}))) == [AFTER_THE_INJECTION[sign]]


def test_a_medicine_not_started_again_is_settled_on_the_same_day() -> None:
    commands = _heard(_answered({"after_procedure": {"medicine_restarted": "no"}}))

    assert [c.role for c in commands if isinstance(c, OpenTask) and c.severity] == ["pharm"]
    assert _levels(commands) == ["SEV3"]


@pytest.mark.parametrize(
    ("report", "details", "levels"),
    [
        ("crisis_words", (), ["SEV1"]),
        ("red_flag_words", ("rf11",), ["SEV1"]),
        ("red_flag_words", ("rf05",), ["SEV2"]),
        ("adverse_event", (), ["SEV4"]),
        ("adverse_event", ("serious",), ["SEV2"]),
        ("adverse_event", ("serious", "life_threatening"), ["SEV1"]),
    ],
)
def test_a_report_is_acted_on_at_its_level(report: str, details: tuple[str, ...], levels: list[str]) -> None:
    assert _levels(_heard(Reported(id="report", at=NOW, report=report, details=details))) == levels


def test_every_answer_that_can_mean_danger_is_read_by_a_rule() -> None:
    read = {
        (part.instrument, part.item)
        for condition in conditions(PATHWAY, INDEX.steps)
        for part in parts(condition)
        if isinstance(part, Answer | LeftOut | DaysWith)
    }
    asked = {name for step in _all_steps() if isinstance(step, Ask) for name in step.instruments}
    danger = {
        (instrument.id, trigger.item)
        for instrument in INSTRUMENTS
        for trigger in instrument.triggers
        if instrument.id in asked
    }

    assert danger - read == set()


@pytest.mark.parametrize(
    ("name", "rungs"),
    [
        (
            "RL-A",
            [("remind", hours(24)), ("remind", hours(72)), ("call", days(7)), ("expire", days(14))],
        ),
        (
            "RL-B",
            [
                ("remind", -hours(72)), ("remind", -hours(24)), ("remind", -hours(2)),
                ("call", hours(0)), ("expire", hours(4)),
            ],
        ),
        (
            "RL-C",
            [("remind", hours(4)), ("call", hours(8)), ("call", hours(24)), ("expire", hours(47))],
        ),
        (
            "RL-D",
            [
                ("remind", -days(7)), ("remind", -days(2)), ("remind", -days(1)), ("call", -hours(24)),
                ("call", clinic_days(2)), ("tell", clinic_days(0)),
            ],
        ),
        (
            "RL-E",
            [("remind", hours(12)), ("call", hours(24)), ("call", hours(48)), ("expire", days(6))],
        ),
        (
            "RL-F",
            [
                ("tell", clinic_days(0)), ("tell", clinic_days(1)), ("tell", clinic_days(3)),
                ("tell", clinic_days(5)),
            ],
        ),
    ],
)  # fmt: skip
def test_a_ladder_has_the_rungs_of_the_reference(name: str, rungs: list[tuple[str, Span]]) -> None:
    assert [(rung.act, rung.after) for rung in INDEX.ladders[name].rungs] == rungs


def test_silence_after_a_procedure_and_in_a_taper_becomes_an_alert() -> None:
    assert [_alert(INDEX.ladders[name]) for name in ("RL-C", "RL-E")] == [
        (hours(24), "SEV3"),
        (hours(48), "SEV3"),
    ]


def test_the_severities_say_what_the_patient_sees_at_once() -> None:
    assert {severity.name: severity.shows for severity in PATHWAY.severities} == {
        "SEV1": "emergency_now",
        "SEV2": "urgent_call",
        "SEV3": "call_soon",
        "SEV4": None,
        "SEV1-STAFF": None,
        "SEV2-STAFF": None,
        "SEV3-STAFF": None,
    }


def test_every_way_the_journey_can_end_by_a_person_leaves_work_for_staff() -> None:
    assert [ending.ending for ending in PATHWAY.endings] == [
        "withdrew", "died", "transferred", "discharged", "lost",
    ]  # fmt: skip


def _all_steps() -> Iterator[Step]:
    waiting = list(top_blocks(PATHWAY))
    while waiting:
        block = waiting.pop()
        for step in walk_steps(block.steps):
            yield step
            waiting += inner_blocks(step, safety=block.safety)


def _answered(answers: dict[str, dict[str, Value]], *, finished: bool = False) -> Answered:
    return Answered(id="answers", at=NOW, answers=answers, finished=finished)


def _heard(event: Event, anchors: dict[str, datetime] | None = None) -> tuple[Command, ...]:
    enrolled = Enrolled(id="enrolled", at=NOW, zone="America/New_York", anchors=anchors or {})
    journey = decide(PATHWAY, Journey(id="journey", pathway=PATHWAY.name), enrolled).journey
    return decide(PATHWAY, journey, event).commands


def _levels(commands: tuple[Command, ...]) -> list[str]:
    return [command.severity for command in commands if isinstance(command, OpenTask) and command.severity]


def _alert(ladder: Ladder) -> tuple[Span, str | None]:
    return next((rung.after, rung.severity) for rung in ladder.rungs if rung.severity)
