"""Each instrument at its best, worst and middle, with an answer missing and with one it does not offer."""

import pytest

from engine.scores import Score
from instruments.catalogue import INSTRUMENTS, instrument
from tests.support.examples import PHQ, Example, example, filled, invalid, rated, unscored
from tests.support.examples_licensed import LICENSED
from tests.support.examples_measured import MEASURED

EXAMPLES = (
    example("nrs_pain", "best", {"nrs": 0}, score=0, band="none"),
    example("nrs_pain", "middle", {"nrs": 5, "now": 7, "worst": 9}, score=5, band="moderate"),
    example("nrs_pain", "worst", {"nrs": 10}, score=10, band="severe"),
    unscored("nrs_pain", {"now": 3}),
    invalid("nrs_pain", {"nrs": 5, "worst": 11}),
    example("peg", "best", rated(0, "p", "e", "g"), score=0, band="mild"),
    example("peg", "middle", {"p": 6, "e": 7, "g": 7}, score=6.7, band="moderate"),
    example("peg", "worst", rated(10, "p", "e", "g"), score=10, band="severe"),
    unscored("peg", {"p": 5, "e": 5, "g": None}),
    invalid("peg", {"p": 5, "e": 5, "g": 2.5}),
    example("gcps_r", "best", {"q1": "some_days"}, score=0, band="no_chronic_pain"),
    example(
        "gcps_r",
        "middle",
        rated(4, "p", "e", "g", q1="most_days", q2="some_days"),
        score=2,
        band="bothersome_chronic_pain",
    ),
    example(
        "gcps_r", "worst", {"q1": "every_day", "q2": "every_day"}, score=3, band="high_impact_chronic_pain"
    ),
    unscored("gcps_r", {"q1": "most_days", "q2": "never", "p": 5, "e": 5}),
    unscored("gcps_r", {"q1": "most_days", "p": 5, "e": 5, "g": 5}),
    unscored("gcps_r", {"q2": "never", "p": 5, "e": 5, "g": 5}),
    invalid("gcps_r", {"q1": "some_days", "p": 11}),
    example("phq2", "best", rated(0, *PHQ[:2]), score=0, band="negative"),
    example("phq2", "middle", rated(1, *PHQ[:2]), score=2, band="negative"),
    example("phq2", "worst", rated(3, *PHQ[:2]), score=6, band="positive"),
    unscored("phq2", {"q1": 3}),
    invalid("phq2", {"q1": True, "q2": False}),
    example("phq4", "best", rated(0, *PHQ[:4]), score=0, band="normal"),
    example("phq4", "middle", rated(1, *PHQ[:4]), score=4, band="mild"),
    example("phq4", "worst", rated(3, *PHQ[:4]), score=12, band="severe"),
    unscored("phq4", rated(3, *PHQ[:3])),
    invalid("phq4", rated(4, *PHQ[:4])),
    example("phq8", "best", rated(0, *PHQ[:8]), score=0, band="minimal"),
    example("phq8", "middle", rated(2, *PHQ[:8]), score=16, band="moderately_severe"),
    example("phq8", "worst", rated(3, *PHQ[:8]), score=24, band="severe"),
    example("phq8", "prorated", rated(3, *PHQ[:7]), status="prorated", score=24, band="severe"),
    unscored("phq8", rated(3, *PHQ[:6])),
    invalid("phq8", rated(0, *PHQ)),
    example("phq9", "best", rated(0, *PHQ), score=0, band="minimal"),
    example("phq9", "middle", rated(1, *PHQ, difficulty=3), score=9, band="mild"),
    example("phq9", "worst", rated(3, *PHQ), score=27, band="severe"),
    example("phq9", "two missing", rated(2, *PHQ[:7]), status="prorated", score=18, band="moderately_severe"),
    unscored("phq9", rated(3, *PHQ[:6])),
    invalid("phq9", rated(0, *PHQ, difficulty=4)),
    example("gad2", "best", rated(0, *PHQ[:2]), score=0, band="negative"),
    example("gad2", "middle", {"q1": 1, "q2": 2}, score=3, band="positive"),
    example("gad2", "worst", rated(3, *PHQ[:2]), score=6, band="positive"),
    unscored("gad2", {}),
    invalid("gad2", rated("3", *PHQ[:2])),
    example("gad7", "best", rated(0, *PHQ[:7]), score=0, band="minimal"),
    example("gad7", "middle", rated(1, *PHQ[:7]), score=7, band="mild"),
    example("gad7", "worst", rated(3, *PHQ[:7]), score=21, band="severe"),
    unscored("gad7", rated(3, *PHQ[:5])),
    invalid("gad7", rated(-1, *PHQ[:7])),
    example("asq", "best", rated("no", *PHQ[:4]), band="negative"),
    example("asq", "middle", rated("no", *PHQ[:3], q4="refused", q5="no"), band="non_acute_positive"),
    example("asq", "worst", rated("yes", *PHQ[:5]), band="acute_positive"),
    example("asq", "thoughts now", rated("no", *PHQ[:4], q5="yes"), band="acute_positive"),
    example("asq", "last refused", rated("yes", *PHQ[:4], q5="refused"), band="acute_positive"),
    unscored("asq", rated("no", *PHQ[:3])),
    unscored("asq", rated("yes", *PHQ[:4])),
    invalid("asq", rated("maybe", *PHQ[:4])),
    example("psfs", "best", {"activity1": 10, "activity2": 10}, score=10),
    example("psfs", "middle", {"climb stairs": 4, "garden": 5, "desk": 4}, score=4.3),
    example("psfs", "worst", {"activity1": 0}, score=0),
    example("psfs", "partly rated", {"activity1": 4, "activity2": None}, status="partial", score=4),
    unscored("psfs", {"activity1": None, "activity2": None}),
    unscored("psfs", {}),
    invalid("psfs", {"climb stairs": True}),
    invalid("psfs", rated(5, "a", "b", "c", "d", "e", "f")),
    example("rmdq", "best", {"submitted": True}, score=0, band="low"),
    example("rmdq", "middle", rated("yes", *PHQ), score=9, band="middle"),
    example("rmdq", "worst", filled("rmdq", yes_no=True), score=24, band="high"),
    example(
        "rmdq", "every sentence denied", filled("rmdq", yes_no=False, submitted=True), score=0, band="low"
    ),
    unscored("rmdq", {"q1": True, "submitted": False}),
    unscored("rmdq", {}),
    invalid("rmdq", {"q25": True}),
    example(
        "gas",
        "best",
        {"goal1": 2, "goal1_importance": 3, "goal1_difficulty": 3},
        score=70,
        band="at_or_above_expected",
    ),
    example(
        "gas",
        "middle",
        {"goal1": 0, "goal2": 0, "goal2_withdrawn": False},
        score=50,
        band="at_or_above_expected",
    ),
    example("gas", "worst", rated(-2, "goal1", "goal2", "goal3"), score=22.6, band="below_expected"),
    unscored("gas", {"goal1": 1, "goal2": None}),
    unscored("gas", {"goal1": 1, "goal1_importance": 3}),
    unscored("gas", {"goal1": 1, "goal1_importance": 0, "goal1_difficulty": 2}),
    unscored("gas", {"goal1": 1, "goal1_withdrawn": True}),
    unscored("gas", {}),
    invalid("gas", {"goal1": 1, "goal1_importance": 4}),
    example("pgic", "best", {"pgic": 1}, score=1, band="responder"),
    example("pgic", "middle", {"pgic": 4}, score=4, band="no_change"),
    example("pgic", "worst", {"pgic": 7}, score=7, band="very_much_worse"),
    unscored("pgic", {}),
    invalid("pgic", {"pgic": 0}),
    example("audit_c", "best", rated(0, "q1"), score=0, band="negative"),
    example("audit_c", "middle", rated(1, "q1", "q2", "q3", sex="female"), score=3, band="positive"),
    example(
        "audit_c", "man at the cut", {"q1": 3, "q2": 1, "q3": 0, "sex": "male"}, score=4, band="positive"
    ),
    example("audit_c", "worst", rated(4, "q1", "q2", "q3", sex="male"), score=12, band="positive"),
    unscored("audit_c", {"q2": 0, "q3": 0}),
    invalid("audit_c", rated(1, "q1", "q2", "q3", sex="m")),
    example("nida_sq", "best", {"nida_sq": 0}, score=0, band="negative"),
    example("nida_sq", "middle", {"nida_sq": 1}, score=1, band="positive"),
    example("nida_sq", "worst", {"nida_sq": 365}, score=365, band="positive"),
    unscored("nida_sq", {"nida_sq": None}),
    invalid("nida_sq", {"nida_sq": 1.5}),
    example("body_size", "best", {"inches": 64, "pounds": 130}, score=22.3),
    example("body_size", "middle", {"inches": 66, "pounds": 180}, score=29.1),
    example("body_size", "worst", {"inches": 60, "pounds": 250}, score=48.8),
    unscored("body_size", {"inches": 64}),
    invalid("body_size", {"inches": 640, "pounds": 130}),
    example("sleep_triage", "best", filled("sleep_triage", yes_no=False, hours=7.5), band="none"),
    example("sleep_triage", "middle", filled("sleep_triage", yes_no=False, hours=5.5), band="poor_sleep"),
    example(
        "sleep_triage",
        "bad nights",
        filled("sleep_triage", yes_no=False, hours=8, nights=3),
        band="poor_sleep",
    ),
    example(
        "sleep_triage",
        "apnea",
        filled("sleep_triage", yes_no=False, stops_breathing=True),
        band="possible_apnea",
    ),
    example("sleep_triage", "worst", filled("sleep_triage", yes_no=True), band="drowsy_driving"),
    unscored("sleep_triage", {"nights": 3}),
    invalid("sleep_triage", filled("sleep_triage", yes_no=False, hours=25)),
    example("experience", "best", rated(10, *PHQ[:5], may_call=True), score=10, band="high"),
    example(
        "experience",
        "middle",
        {"q1": 7, "q2": 8, "q3": 8, "q4": 8},
        status="prorated",
        score=7.8,
        band="middle",
    ),
    example("experience", "worst", rated(0, *PHQ[:5]), score=0, band="low"),
    unscored("experience", rated(10, *PHQ[:3])),
    invalid("experience", rated(11, *PHQ[:5])),
    example("consent", "best", filled("consent", yes_no=True)),
    example("consent", "middle", rated("yes", "care", "data", texts=False, caregiver=False)),
    example("consent", "worst", filled("consent", yes_no=False)),
    unscored("consent", {"care": True}, status="partial"),
    invalid("consent", filled("consent", yes_no=True, care="maybe")),
    example("history", "best", filled("history", yes_no=False)),
    example("history", "middle", filled("history", yes_no=True, pregnancy="possible")),
    example("history", "worst", filled("history", yes_no=True, stress=10)),
    unscored("history", {"cancer_history": False}, status="partial"),
    unscored("history", {"narrative": "It began in May."}),
    invalid("history", filled("history", yes_no=False, weight_kg=4)),
    example("red_flags", "best", filled("red_flags", yes_no=False), band="negative"),
    example("red_flags", "middle", filled("red_flags", yes_no=False, rf13=True), band="positive"),
    example("red_flags", "worst", filled("red_flags", yes_no=True), band="positive"),
    unscored("red_flags", {"rf01": False}, status="partial"),
    unscored("red_flags", {"rf01": True}, status="partial", band="positive"),
    unscored("red_flags", {}),
    invalid("red_flags", filled("red_flags", yes_no=False, rf01=2)),
    example("before_conference", "best", filled("before_conference", yes_no=False)),
    example("before_conference", "middle", filled("before_conference", yes_no=True, attend="phone")),
    example("before_conference", "worst", filled("before_conference", yes_no=True, attend="no")),
    unscored("before_conference", {"worried": True}, status="partial"),
    invalid("before_conference", filled("before_conference", yes_no=True, priority=1)),
    example("check_in", "best", filled("check_in", yes_no=False, adherence=10, confidence=10)),
    example("check_in", "middle", filled("check_in", yes_no=False, falls=1)),
    example("check_in", "worst", filled("check_in", yes_no=True, falls=99)),
    unscored("check_in", {"falls": 0}, status="partial"),
    invalid("check_in", filled("check_in", yes_no=False, falls=-1)),
    example("diary", "best", filled("diary", yes_no=False, quota_done=True)),
    example("diary", "middle", filled("diary", yes_no=False, pain_average=5.0)),
    example("diary", "worst", filled("diary", yes_no=True, pain_worst=10)),
    unscored("diary", {"flare": True}, status="partial"),
    invalid("diary", filled("diary", yes_no=False, mood=float("nan"))),
    example("medicine_use", "best", filled("medicine_use", yes_no=False)),
    example("medicine_use", "middle", filled("medicine_use", yes_no=False, medicine_days=3, compared="less")),
    example("medicine_use", "worst", filled("medicine_use", yes_no=True, medicine_days=7, compared="more")),
    unscored("medicine_use", {"medicine_days": 3}, status="partial"),
    invalid("medicine_use", filled("medicine_use", yes_no=True, medicine_days=8)),
    example("change_screen", "best", filled("change_screen", yes_no=False), band="negative"),
    example("change_screen", "middle", filled("change_screen", yes_no=False, fever=True), band="positive"),
    example("change_screen", "worst", filled("change_screen", yes_no=True), band="positive"),
    unscored("change_screen", {"fever": False}, status="partial"),
    invalid("change_screen", filled("change_screen", yes_no=False, fever=38.5)),
    example("after_procedure", "best", filled("after_procedure", yes_no=False), band="negative"),
    example(
        "after_procedure",
        "middle",
        filled("after_procedure", yes_no=False, medicine_restarted="no"),
        band="positive",
    ),
    example("after_procedure", "worst", filled("after_procedure", yes_no=True, pain=10), band="positive"),
    unscored("after_procedure", {"pain": 3}, status="partial"),
    invalid("after_procedure", filled("after_procedure", yes_no=False, medicine_restarted=False)),
    example("procedure_outcome", "best", filled("procedure_outcome", yes_no=False, percent_relief=100)),
    example("procedure_outcome", "middle", filled("procedure_outcome", yes_no=False, percent_relief=62.5)),
    example("procedure_outcome", "worst", filled("procedure_outcome", yes_no=True)),
    unscored("procedure_outcome", {"percent_relief": 50}, status="partial"),
    invalid("procedure_outcome", filled("procedure_outcome", yes_no=False, percent_relief=101)),
)


ALL = [*EXAMPLES, *LICENSED, *MEASURED]


def score_of(given: Example) -> Score:
    return instrument(given.of).score(given.answers)


@pytest.mark.parametrize("given", ALL, ids=lambda given: f"{given.of}, {given.kind}")
def test_a_form_scores_as_its_instrument_says(given: Example) -> None:
    found = score_of(given)

    assert (found.status, found.band) == (given.status, given.band)
    assert (None if found.shown is None else float(found.shown)) == given.score


@pytest.mark.parametrize("given", [given for given in ALL if given.kind == "missing"])
def test_a_form_that_lacks_an_answer_has_no_number_and_names_what_lacks(given: Example) -> None:
    found = score_of(given)

    assert found.exact is None
    assert found.missing or "reason" in found.subscores


@pytest.mark.parametrize("given", [given for given in ALL if given.kind == "out of range"])
def test_an_answer_that_is_not_offered_makes_the_form_invalid_and_is_named(given: Example) -> None:
    found = score_of(given)

    assert (found.exact, found.shown, found.band) == (None, None, None)
    assert found.bad_items
    assert set(found.bad_items) <= set(given.answers)


def test_every_instrument_has_an_example_of_each_kind() -> None:
    kinds = {"best", "middle", "worst", "missing", "out of range"}
    for known in INSTRUMENTS:
        assert kinds <= {given.kind for given in ALL if given.of == known.id}, known.id
