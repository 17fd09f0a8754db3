"""Reading conditions: yes, no or undecided; exact limits; and what is known of a patient."""

from datetime import timedelta
from fractions import Fraction
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import AllOf, AnyOf, AtLeast, Condition, Not, Operator
from engine.journey import ItemAnswer, Journey, OnHold, Progress, Reading
from engine.judge import compare, judge
from engine.measuring import name_of, quantity
from engine.questions import (
    age,
    all_of,
    answer,
    any_of,
    at_least,
    band,
    baseline,
    change,
    days_since,
    days_with,
    fact,
    flag,
    improved,
    known,
    left_out,
    missed_in_a_row,
    outcome,
    percent_change,
    reported,
    score,
    worse_than_best,
    worsened,
)
from engine.scores import Status, Value
from engine.spans import days, weeks
from engine.turn import Turn
from engine.words import Ending, Pathway
from tests.support.builders import DIARY, FUNCTION, MOOD, PEG, Form, care
from tests.support.clock import MONDAY, at

Verdict: TypeAlias = bool | None
NOW = at(MONDAY)
YES, NO, OPEN = flag("yes"), flag("no"), fact("nobody_knows") >= 1
TRUTH: dict[bool | None, Condition] = {True: YES, False: NO, None: OPEN}
VERDICTS = st.sampled_from([True, False, None])


def view(**known_of: object) -> Turn:
    pathway: Pathway = care()
    journey = Journey(id="j1", pathway=pathway.name, zones=((None, "America/New_York"),), **known_of)  # type: ignore[arg-type]  # fields of a journey
    return Turn(pathway, journey, NOW)


def verdict(condition: Condition, **known_of: object) -> bool | None:
    return judge(condition, view(flags=("yes",), **known_of), [])


def reading(
    exact: object, days_ago: float = 0, status: Status = "complete", name: str | None = None
) -> Reading:
    value = None if exact is None else Fraction(str(exact))
    return Reading(at=NOW - timedelta(days=days_ago), status=status, exact=value, band=name)


def peg(before: object, now: object, status: Status = "complete") -> dict[str, object]:
    """A patient whose score went from one to the other."""
    return {"baselines": {"peg": reading(before)}, "readings": {"peg": (reading(now, status=status),)}}


# Three values

NOT = {True: False, False: True, None: None}
AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), NOT.items())
def test_not_turns_yes_and_no_round_and_leaves_undecided(value: Verdict, expected: Verdict) -> None:
    assert verdict(~TRUTH[value]) is expected


@pytest.mark.parametrize(("pair", "expected"), AND.items())
def test_and_is_undecided_unless_a_no_settles_it(
    pair: tuple[bool | None, bool | None], expected: Verdict
) -> None:
    assert verdict(TRUTH[pair[0]] & TRUTH[pair[1]]) is expected


@pytest.mark.parametrize(("pair", "expected"), OR.items())
def test_or_is_undecided_unless_a_yes_settles_it(
    pair: tuple[bool | None, bool | None], expected: Verdict
) -> None:
    assert verdict(TRUTH[pair[0]] | TRUTH[pair[1]]) is expected


@given(VERDICTS, VERDICTS)
def test_not_both_is_one_or_the_other_not(a: Verdict, b: Verdict) -> None:
    one, other = TRUTH[a], TRUTH[b]

    assert verdict(~(one & other)) is verdict(~one | ~other)
    assert verdict(~(one | other)) is verdict(~one & ~other)


@given(VERDICTS)
def test_twice_not_is_the_same(a: Verdict) -> None:
    assert verdict(~~TRUTH[a]) is a


@given(VERDICTS, VERDICTS, VERDICTS)
def test_the_order_and_the_grouping_do_not_matter(a: Verdict, b: Verdict, c: Verdict) -> None:
    one, two, three = TRUTH[a], TRUTH[b], TRUTH[c]

    assert verdict((one & two) & three) is verdict(one & (two & three)) is verdict(all_of(three, two, one))
    assert verdict((one | two) | three) is verdict(one | (two | three)) is verdict(any_of(three, two, one))


@given(VERDICTS, VERDICTS, VERDICTS)
def test_and_spreads_over_or(a: Verdict, b: Verdict, c: Verdict) -> None:
    one, two, three = TRUTH[a], TRUTH[b], TRUTH[c]

    assert verdict(one & (two | three)) is verdict((one & two) | (one & three))


@given(st.integers(0, 5), st.lists(VERDICTS, max_size=5))
def test_at_least_so_many_is_undecided_only_while_the_unknown_could_tip_it(
    count: int, values: list[bool | None]
) -> None:
    yes, unknown = values.count(True), values.count(None)
    expected = True if yes >= count else False if yes + unknown < count else None

    assert verdict(at_least(count, *(TRUTH[value] for value in values))) is expected


@given(st.lists(VERDICTS, max_size=4), st.data())
def test_learning_more_never_turns_a_verdict_round(values: list[bool | None], data: st.DataObject) -> None:
    learnt = [data.draw(st.booleans()) if value is None else value for value in values]
    for join in (all_of, any_of):
        before = verdict(join(*(TRUTH[value] for value in values)))
        after = verdict(join(*(TRUTH[value] for value in learnt)))
        assert before in (None, after)


def test_a_condition_says_which_facts_it_rests_on() -> None:
    facts: list[str] = []
    judge((fact("mme") >= 50) & flag("taper"), view(facts={"mme": 60}), facts)

    assert facts == ["mme is 60", "flag taper is not set"]


# Comparing


@pytest.mark.parametrize(
    ("value", "operator", "right", "expected"),
    [
        (10, ">=", 10, True), (9, ">=", 10, False), (10, ">", 10, False), (11, ">", 10, True),
        (10, "<=", 10, True), (11, "<=", 10, False), (10, "<", 10, False), (9, "<", 10, True),
        ("yes", "is", "yes", True), ("no", "is", "yes", False), ("no", "is not", "yes", True), (1, "is", 1, True),
        (True, "is", True, True), (False, "is not", True, True),
        ("many", ">=", 3, None), (3, ">=", "many", None),
        (None, "is", "yes", None), (None, "is not", "yes", None), (None, ">=", 0, None),
        (29.9, ">=", 29.9, True), (29.9, ">", 29.9, False), (0.1, "<=", 0.1, True), (Fraction(3, 10), ">=", 0.3, True),
        (Fraction(29, 100), ">=", 0.3, False),
    ],
)  # fmt: skip
def test_a_value_is_compared_exactly(
    value: int | float | Fraction | str | None, operator: Operator, right: Value, expected: Verdict
) -> None:
    assert right is not None
    assert compare(value, operator, right) is expected


def test_conditions_cannot_be_joined_with_and_or_if() -> None:
    with pytest.raises(TypeError, match="a condition of a pathway is data"):
        bool(YES)


@pytest.mark.parametrize(
    "condition",
    [fact("mme") < 50, fact("mme") <= 49, fact("mme") > 48, age().says(3) | fact("mme").says_not(50)],
)
def test_each_way_of_comparing_can_be_written(condition: Condition) -> None:
    assert verdict(condition, facts={"mme": 49}) is True


# Scores and their change


def test_a_score_is_the_latest() -> None:
    assert quantity(score(PEG), view(readings={"peg": (reading(8, 3), reading(4))})) == 4


def test_a_score_that_was_never_taken_is_unknown() -> None:
    assert verdict(score(PEG) >= 0) is None


def test_a_latest_form_without_a_score_leaves_the_score_unknown() -> None:
    assert verdict(score(PEG) >= 0, readings={"peg": (reading(8, 3), reading(None, 0, "incomplete"))}) is None


def test_the_baseline_is_a_number_of_its_own() -> None:
    assert verdict(baseline(PEG) >= 8, **peg(8, 2)) is True


def test_without_a_baseline_it_is_unknown() -> None:
    assert verdict(baseline(PEG) >= 0) is None


def test_the_change_is_positive_when_the_number_rises() -> None:
    assert quantity(change(PEG), view(**peg(4, 6))) == 2
    assert quantity(change(PEG), view(**peg(6, 4))) == -2


def test_the_change_in_percent_is_of_the_baseline() -> None:
    assert quantity(percent_change(PEG), view(**peg(8, 6))) == -25


@pytest.mark.parametrize("what", [change(PEG), percent_change(PEG)])
def test_there_is_no_change_without_both_times(what: object) -> None:
    for known_of in ({"baselines": {"peg": reading(8)}}, {"readings": {"peg": (reading(8),)}}):
        assert quantity(what, view(**known_of)) is None  # type: ignore[arg-type]  # a quantity


def test_there_is_no_percent_of_nothing() -> None:
    assert quantity(percent_change(PEG), view(**peg(0, 3))) is None


@pytest.mark.parametrize("what", [change(PEG), percent_change(PEG)])
def test_nothing_is_compared_with_a_partial_score(what: object) -> None:
    assert quantity(what, view(**peg(8, 2, "partial"))) is None  # type: ignore[arg-type]  # a quantity


def test_a_partial_score_can_still_be_read_by_itself() -> None:
    assert quantity(score(PEG), view(**peg(8, 2, "partial"))) == 2


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("10", "7", True), ("10", "7.001", False), ("22/3", "5", True), ("22/3", "154/30", True), ("22/3", "155/30", False),
        ("10", "12", False), ("10", "10", False),
    ],
)  # fmt: skip
def test_30_percent_better_is_exactly_30_percent(before: str, now: str, expected: Verdict) -> None:
    assert verdict(improved(PEG, percent=30), **peg(before, now)) is expected


def test_22_to_15_thirds_is_improved_by_more_than_30_percent() -> None:
    assert verdict(improved(PEG), **peg(Fraction(22, 3), Fraction(15, 3))) is True


@pytest.mark.parametrize(("now", "expected"), [(5, True), (6, False)])
def test_improved_takes_the_instruments_own_points(now: int, expected: Verdict) -> None:
    known_of = {"baselines": {"mood": reading(10)}, "readings": {"mood": (reading(now),)}}

    assert verdict(improved(MOOD), **known_of) is expected


@pytest.mark.parametrize(("now", "expected"), [("8.333", False), ("25/3", True), (9, True)])
def test_worsened_takes_the_points_that_the_instrument_calls_worse_and_not_its_percent(
    now: object, expected: Verdict
) -> None:
    assert verdict(worsened(PEG), **peg(Fraction(22, 3), now)) is expected


def test_an_instrument_that_knows_no_worse_points_takes_its_percent() -> None:
    plain = Form(id="peg", item_ids=(), improved_by_percent=Fraction(30))

    assert verdict(worsened(plain), **peg(10, 13)) is True
    assert verdict(worsened(plain), **peg(10, "12.99")) is False


@pytest.mark.parametrize(("before", "now", "expected"), [(5, 7, True), (5, 6, False), (7, 5, False)])
def test_where_more_is_better_improved_means_risen(before: int, now: int, expected: Verdict) -> None:
    known_of = {"baselines": {"function": reading(before)}, "readings": {"function": (reading(now),)}}

    assert verdict(improved(FUNCTION), **known_of) is expected


@pytest.mark.parametrize(("before", "now", "expected"), [(7, 4, True), (7, 5, False), (4, 7, False)])
def test_where_more_is_better_worsened_means_fallen(before: int, now: int, expected: Verdict) -> None:
    known_of = {"baselines": {"function": reading(before)}, "readings": {"function": (reading(now),)}}

    assert verdict(worsened(FUNCTION), **known_of) is expected


def test_points_or_percent_suffice() -> None:
    either = improved(PEG, points=1, percent=90)

    assert verdict(either, **peg(10, 9)) is True
    assert verdict(either, **peg("0.5", "0.01")) is True
    assert verdict(either, **peg(10, "9.5")) is False


def test_without_a_baseline_improved_is_undecided() -> None:
    assert verdict(improved(PEG), readings={"peg": (reading(5),)}) is None


def test_without_a_second_time_improved_is_undecided() -> None:
    assert verdict(improved(PEG), baselines={"peg": reading(5)}) is None


def test_a_partial_second_time_leaves_improved_undecided() -> None:
    assert verdict(improved(PEG), **peg(10, 2, "partial")) is None


def test_a_percentage_of_a_baseline_of_0_is_for_a_person() -> None:
    assert verdict(worsened(PEG, percent=30), **peg(0, 3)) is None


def test_no_change_from_a_baseline_of_0_is_no_change() -> None:
    assert verdict(worsened(PEG, percent=30), **peg(0, 0)) is False


def test_better_than_a_baseline_is_not_worse_whatever_the_percent() -> None:
    assert verdict(worsened(PEG, percent=0), **peg(5, 4)) is False


def test_an_instrument_without_an_important_change_needs_one_said() -> None:
    with pytest.raises(ValueError, match="diary has no important change of its own: say points= or percent="):
        improved(DIARY)


def test_the_change_says_both_times() -> None:
    facts: list[str] = []
    judge(improved(PEG), view(**peg(Fraction(22, 3), 5)), facts)

    assert facts == ["peg went from 7.333 to 5"]


# Against the best


def best(*scores: object, percent: bool = False, readings: int = 1, form: Form = PEG) -> object:
    many = tuple(
        reading(exact, days_ago)
        for days_ago, exact in zip(range(len(scores) * 7, 0, -7), scores, strict=True)
    )
    return quantity(
        worse_than_best(form, weeks(8), percent=percent, readings=readings), view(readings={form.id: many})
    )


def test_how_much_worse_than_the_best_of_the_last_weeks() -> None:
    assert best(5, 3, 6) == 3


def test_the_best_itself_is_no_worse_than_the_best() -> None:
    assert best(5, 6, 3) == 0


def test_how_much_worse_in_percent_of_the_best() -> None:
    assert best(4, 6, percent=True) == 50


def test_of_two_readings_in_a_row_the_smaller_loss_counts() -> None:
    assert best(3, 6, 4, readings=2) == 1


def test_where_more_is_better_worse_is_lower() -> None:
    assert best(5, 9, 6, form=FUNCTION) == 3


def test_one_reading_alone_is_not_worse_than_anything() -> None:
    assert best(5) is None
    assert best(5, 6, readings=2) is None


def test_there_is_no_percent_of_a_best_of_0() -> None:
    assert best(0, 3, percent=True) is None


def test_the_best_of_long_ago_does_not_count() -> None:
    many = (reading(1, 60), reading(4, 20), reading(5))

    assert quantity(worse_than_best(PEG, weeks(8)), view(readings={"peg": many})) == 1


def test_a_best_or_a_latest_without_a_whole_score_does_not_count() -> None:
    many = (reading(1, 9, "partial"), reading(None, 8, "incomplete"), reading(4, 7), reading(5))

    assert quantity(worse_than_best(PEG, weeks(8)), view(readings={"peg": many})) == 1


# Everything else that is known


def given_answers(*values: Value) -> dict[str, object]:
    gap = timedelta(days=1)
    answers = [ItemAnswer(NOW - gap * n, f"f{n}", value) for n, value in enumerate(values)]
    return {"items": {"diary.pain": tuple(reversed(answers))}}


def test_an_answer_is_the_latest() -> None:
    assert quantity(answer(DIARY, "pain"), view(**given_answers(3, 9))) == 3


def test_an_item_that_nobody_answered_is_unknown() -> None:
    assert verdict(answer(DIARY, "pain") >= 0) is None


def test_an_item_must_be_one_of_the_form() -> None:
    with pytest.raises(ValueError, match="diary has no item 'pian'; its items are pain, slept"):
        answer(DIARY, "pian")


def test_days_with_counts_days_on_which_the_item_was_as_high() -> None:
    assert (
        quantity(days_with(DIARY, "pain", at_least=9, within=days(7)), view(**given_answers(9, 8, 10, 9)))
        == 3
    )


def test_two_answers_of_one_day_are_one_day() -> None:
    twice = (ItemAnswer(NOW - timedelta(hours=1), "a", 9), ItemAnswer(NOW, "b", 9))

    assert (
        quantity(days_with(DIARY, "pain", at_least=9, within=days(7)), view(items={"diary.pain": twice})) == 1
    )


def test_days_with_looks_back_so_far_and_no_further() -> None:
    known_of = view(**given_answers(*[9] * 9))

    assert quantity(days_with(DIARY, "pain", at_least=9, within=days(7)), known_of) == 7


def test_days_with_counts_only_numbers() -> None:
    assert quantity(days_with(DIARY, "pain", at_least=0, within=days(7)), view(**given_answers("bad"))) == 0


def test_days_with_of_an_item_that_nobody_answered_is_none() -> None:
    assert quantity(days_with(DIARY, "pain", at_least=0, within=days(7)), view()) == 0


def test_a_fact_that_nobody_recorded_is_unknown() -> None:
    assert verdict(age() >= 18) is None


def test_days_since_counts_whole_days() -> None:
    anchors = {"START": NOW - timedelta(days=2, hours=23)}

    assert quantity(days_since("START"), view(anchors=anchors)) == 2


def test_days_since_what_has_not_come_are_unknown() -> None:
    assert verdict(days_since("START") >= 0) is None


def test_days_since_a_moment_ahead_are_below_nothing() -> None:
    assert quantity(days_since("START"), view(anchors={"START": NOW + timedelta(hours=30)})) == -2


def test_on_hold_the_days_stand_still() -> None:
    hold = OnHold(since=NOW - timedelta(days=3), review_at=NOW, reason="away")

    assert quantity(days_since("START"), view(anchors={"START": NOW - timedelta(days=5)}, hold=hold)) == 2


def test_a_step_that_was_never_missed_was_missed_never() -> None:
    assert quantity(missed_in_a_row("check"), view()) == 0


def test_missed_in_a_row_is_as_counted() -> None:
    assert quantity(missed_in_a_row("check"), view(missed={"check": 2})) == 2


def test_a_band_is_of_the_latest_form() -> None:
    known_of = {"readings": {"mood": (reading(20, 9, name="severe"), reading(3, name="mild"))}}

    assert verdict(band(MOOD, "mild"), **known_of) is True
    assert verdict(band(MOOD, "severe"), **known_of) is False


@pytest.mark.parametrize("readings", [{}, {"mood": (reading(3),)}])
def test_a_band_that_nobody_read_off_is_undecided(readings: dict[str, object]) -> None:
    assert verdict(band(MOOD, "mild"), readings=readings) is None


def ended(ending: Ending, outcome_: str | None = None) -> dict[str, object]:
    step = Progress(
        step="triage", block="stage/care", run=1, occurrence=1, state="ended", ending=ending, outcome=outcome_
    )
    return {"steps": {"triage": step}}


def test_an_outcome_is_known_when_the_step_has_ended() -> None:
    assert verdict(outcome("triage", "accept"), **ended("done", "accept")) is True
    assert verdict(outcome("triage", "redirect"), **ended("done", "accept")) is False


def test_an_ending_is_an_outcome_too() -> None:
    assert verdict(outcome("triage", "done"), **ended("done", "accept")) is True
    assert verdict(outcome("triage", "expired"), **ended("expired")) is True


def test_an_outcome_is_undecided_until_the_step_has_ended() -> None:
    assert verdict(outcome("triage", "accept")) is None
    begun = Progress(step="triage", block="stage/care", run=1, occurrence=1, state="open")
    assert verdict(outcome("triage", "accept"), steps={"triage": begun}) is None


@pytest.mark.parametrize(
    ("report", "details", "expected"),
    [("fall", ("injury",), True), ("fall", (), False), ("flare", ("injury",), False), (None, (), False)],
)
def test_a_report_is_what_is_reported_now(
    report: str | None, details: tuple[str, ...], expected: Verdict
) -> None:
    now = view()
    now.report, now.details = report, details

    assert judge(reported("fall", "injury"), now, []) is expected


def test_a_report_without_a_detail_is_any_such_report() -> None:
    now = view()
    now.report = "fall"

    assert judge(reported("fall"), now, []) is True


def test_what_is_left_out_now_is_left_out() -> None:
    now, facts = view(), list[str]()
    now.left_out = frozenset({"mood.m9"})

    assert judge(left_out(MOOD, "m9"), now, facts) is True
    assert facts == ["mood.m9 was left out"]
    assert judge(left_out(MOOD, "m1"), now, []) is False


def test_known_is_never_undecided() -> None:
    assert verdict(known(fact("mme"))) is False
    assert verdict(known(fact("mme")), facts={"mme": 0}) is True


QUANTITIES = {
    "peg": score(PEG),
    "peg percent change": percent_change(PEG),
    "peg against its best of 8 weeks": worse_than_best(PEG, weeks(8)),
    "peg.p": answer(PEG, "p"),
    "age": age(),
    "days since START": days_since("START"),
    "check missed in a row": missed_in_a_row("check"),
    "days with diary.pain at 9 or more in 7 days": days_with(DIARY, "pain", at_least=9, within=days(7)),
}


@pytest.mark.parametrize("words", QUANTITIES)
def test_each_quantity_has_words(words: str) -> None:
    assert name_of(QUANTITIES[words]) == words  # type: ignore[arg-type]  # a quantity


@pytest.mark.parametrize(
    ("value", "words"), [(None, "unknown"), (True, "yes"), (False, "no"), (3, "3"), ("a", "a")]
)
def test_a_value_is_shown_as_people_say_it(value: Value, words: str) -> None:
    facts: list[str] = []
    judge(fact("x").says("y"), view(facts={"x": value}), facts)

    assert facts == [f"x is {words}"]


def test_the_joined_conditions_are_the_plain_ones_in_a_tuple() -> None:
    assert (
        AllOf(conditions=(YES, NO)),
        AnyOf(conditions=(YES, NO)),
        Not(condition=YES),
    ) == (YES & NO, YES | NO, ~YES)
    assert at_least(1, YES) == AtLeast(count=1, conditions=(YES,))
