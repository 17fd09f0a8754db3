"""What holds for every instrument and every form, however it was filled in."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.scores import Value
from instruments import ASQ, PHQ9, PSFS
from instruments.catalogue import INSTRUMENTS
from instruments.instrument import Instrument
from instruments.items import Choice, Coded, Count, Number, Scale, Text, YesNo
from instruments.rules import Mean, Total

ANY = pytest.mark.parametrize("known", INSTRUMENTS, ids=lambda known: known.id)
SCORED = pytest.mark.parametrize(
    "known", [known for known in INSTRUMENTS if known.score_range], ids=lambda known: known.id
)
FEW = settings(max_examples=6, deadline=None)
# Where more of it makes a smaller score, and where it has no direction at all.
FALLING = {
    "impact_score": {"pf_raw"},
    "sleep_efficiency": {"minutes_in_bed"},
    "sppb": {"gait", "chair"},
    "psqi": {"hours_asleep"},
    "chair_stand_30s": {"used_arms"},
}
UNDIRECTED = {"sex", "submitted", "course", "bed_time", "rise_time", "work_na"}


def offered(response: Coded) -> st.SearchStrategy[Value]:
    match response:
        case Choice():
            return st.sampled_from([option.code for option in response.options])
        case YesNo():
            return st.booleans()
        case Scale() | Count() | Number():
            return st.integers(response.low, min(response.high, 100))


def forms(known: Instrument, *, complete: bool = False) -> st.SearchStrategy[dict[str, Value]]:
    answer = {item: offered(response) for item, response in responses(known).items()}
    if not complete:
        answer = {item: st.none() | strategy for item, strategy in answer.items()}
    return st.fixed_dictionaries(answer)


def responses(known: Instrument) -> dict[str, Coded]:
    return {item.id: item.response for item in known.items if not isinstance(item.response, Text)}


def no_answer_to(response: Coded) -> st.SearchStrategy[Any]:
    numbers = [float("nan"), float("inf"), float("-inf"), -(10**400), 10**400]
    if isinstance(response, Scale | Count | Number):
        numbers += [response.low - 1, response.high + 1]
    if isinstance(response, YesNo):
        return st.sampled_from([*numbers, "true", "maybe", "", 2, 0.5])
    if isinstance(response, Number):
        return st.sampled_from([*numbers, True, False, "3", ""])
    return st.sampled_from([*numbers, True, False, "3", "", 1.5])


@SCORED
@FEW
@given(data=st.data())
def test_a_score_lies_within_its_range(known: Instrument, data: st.DataObject) -> None:
    found = known.score(data.draw(forms(known)))
    low, high = known.score_range or (0, 0)

    if found.exact is not None:
        assert low <= found.exact <= high
        assert found.band in known.band_names or not known.bands


@ANY
@FEW
@given(data=st.data())
def test_a_band_is_one_that_the_instrument_announces(known: Instrument, data: st.DataObject) -> None:
    assert known.score(data.draw(forms(known))).band in {None, *known.band_names}


@ANY
@FEW
@given(data=st.data())
def test_the_order_of_the_answers_does_not_matter(known: Instrument, data: st.DataObject) -> None:
    answers = data.draw(forms(known))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))

    assert known.score(shuffled) == known.score(answers)


@ANY
@FEW
@given(data=st.data())
def test_leaving_an_answer_out_never_makes_a_lower_complete_score(
    known: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(forms(known, complete=True))
    # Who never drinks is not asked how much; the other two answers would contradict the first.
    assume(known.id != "audit_c" or answers["q1"] != 0)
    needed = [item.id for item in known.items if not item.optional]
    left_out = data.draw(st.sets(st.sampled_from(needed))) if needed else set()
    whole, less = known.score(answers), known.score({**answers, **dict.fromkeys(left_out)})

    assert less.status != "complete" or less.shown == whole.shown


@ANY
@FEW
@given(data=st.data())
def test_an_answer_that_is_not_offered_is_refused_and_never_moved_into_range(
    known: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(forms(known))
    item = data.draw(st.sampled_from(known.item_ids))
    found = known.score({**answers, item: data.draw(no_answer_to(responses(known)[item]))})

    assert found.status == "invalid"
    assert found.bad_items == (item,)
    assert (found.exact, found.shown, found.band) == (None, None, None)


@ANY
@FEW
@given(data=st.data())
def test_a_number_with_a_zero_behind_the_point_is_that_whole_number(
    known: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(forms(known))
    pointed = {item: float(value) if type(value) is int else value for item, value in answers.items()}

    assert known.score(pointed) == known.score(answers)
    assert known.coded(pointed) == known.coded(answers)


@pytest.mark.parametrize("known", [known for known in INSTRUMENTS if known.own_item is None])
def test_an_item_that_nobody_asked_is_refused_by_name(known: Instrument) -> None:
    found = known.score({"no_such_item": None, "another": 1})

    assert found.status == "invalid"
    assert found.bad_items == ("another", "no_such_item")


@ANY
@FEW
@given(data=st.data())
def test_free_text_changes_nothing(known: Instrument, data: st.DataObject) -> None:
    answers = data.draw(forms(known))
    with_text: dict[str, Value] = {**answers, **dict.fromkeys(known.text_ids, "I want to sleep.")}

    assert known.score(with_text) == known.score(answers)
    assert not set(known.coded(with_text)) & set(known.text_ids)


@ANY
@FEW
@given(data=st.data())
def test_a_form_still_being_filled_in_has_no_score_but_raises_its_flags(
    known: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(forms(known))
    found = known.score(answers, finished=False)

    assert (found.status, found.exact, found.band) == ("incomplete", None, None)
    assert found.safety == tuple(flag for flag in known.score(answers).safety if flag in raisable(known))


@ANY
@FEW
@given(data=st.data())
def test_a_flag_is_raised_whatever_else_the_form_holds(known: Instrument, data: st.DataObject) -> None:
    answers = data.draw(forms(known))
    raised = set(known.score(answers).safety) & raisable(known)

    assert raised <= set(known.score({**answers, "no_such_item": "x"}).safety)


@ANY
@FEW
@given(data=st.data())
def test_answers_in_their_stored_form_score_the_same(known: Instrument, data: st.DataObject) -> None:
    answers = data.draw(forms(known))
    stored = {**dict.fromkeys(answers), **known.coded(answers)}

    assert known.score(stored) == known.score(answers)
    assert known.coded(stored) == known.coded(answers)


@SCORED
@FEW
@given(data=st.data())
def test_a_heavier_answer_never_lowers_the_score(known: Instrument, data: st.DataObject) -> None:
    answers = data.draw(forms(known, complete=True))
    if known.id == "rmdq":
        answers["submitted"] = True
    # A goal's weights and its withdrawal are no answers about how well things go.
    goals = {item for item in known.item_ids if item.startswith("goal") and not item[-1].isdigit()}
    item = data.draw(st.sampled_from([item for item in known.item_ids if item not in UNDIRECTED | goals]))
    other = data.draw(offered(responses(known)[item]))
    assume(weight(known, item, other) >= weight(known, item, answers[item]))
    before, after = known.score(answers), known.score({**answers, item: other})
    if item in FALLING.get(known.id, ()):
        before, after = after, before

    if before.exact is not None and after.exact is not None:
        assert after.exact >= before.exact


@given(st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9))
def test_prorating_gives_the_missing_items_the_mean_of_the_others(worth: list[int | None]) -> None:
    answers = {f"q{number}": value for number, value in enumerate(worth, start=1)}
    known = [value for value in worth if value is not None]
    found = PHQ9.score(answers)

    if len(known) < 7:
        assert (found.status, found.exact) == ("not_scorable", None)
    else:
        assert found.exact == Fraction(sum(known) * 9, len(known))
        assert found.status == ("complete" if len(known) == 9 else "prorated")


@FEW
@given(st.dictionaries(st.text(min_size=1), st.integers(0, 10), min_size=1, max_size=5))
def test_own_activities_may_have_any_name(ratings: dict[str, int]) -> None:
    assume(not set(ratings) & {*PSFS.text_ids})
    found = PSFS.score(ratings)

    assert found.exact == Fraction(sum(ratings.values()), len(ratings))


def test_a_refusal_is_kept_as_such() -> None:
    assert ASQ.coded({"q1": "refused", "q2": "no", "q3": True}) == {"q1": "refused", "q2": False, "q3": True}


def test_the_shared_rules_need_more_answers_than_they_forgive() -> None:
    for known in INSTRUMENTS:
        if isinstance(known.rule, Total | Mean):
            needed = sum(not item.optional for item in known.items)
            assert known.rule.may_miss * 2 < needed, known.id


def raisable(known: Instrument) -> set[str]:
    return {trigger.flag for trigger in known.triggers}


def weight(known: Instrument, item: str, value: Value) -> Fraction:
    response = responses(known)[item]
    if isinstance(response, Choice):
        return Fraction(next(option.points for option in response.options if option.code == value))
    assert isinstance(value, int)
    return Fraction(not value if isinstance(response, YesNo) and response.no_counts else value)
