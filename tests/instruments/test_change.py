"""Change that matters: exact values, a threshold in points or percent, and never a guess."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.scores import Value
from instruments import GAD7, GAS, GCPS_R, NRS_PAIN, PEG, PHQ9, PROMIS_29, PSFS, RMDQ
from instruments.catalogue import instrument
from instruments.change import change, change_of, changes_of_parts
from instruments.function.psfs import psfs_change
from instruments.instrument import Instrument


@pytest.mark.parametrize(
    ("before", "after", "points", "percent", "band"),
    [
        (8, 6, 2, 30, "improved"),
        (5, 3.5, 2, 30, "improved"),
        (8, 7, 2, 30, "no_important_change"),
        (5, 5, 2, 30, "no_important_change"),
        (6, 8, 2, 30, "worsened"),
        (3, 4, 2, 30, "no_important_change"),
        (10, 7, None, 30, "improved"),
        (10, 7.1, None, 30, "no_important_change"),
        (10, 13, None, 30, "worsened"),
        (10, 12.9, None, 30, "no_important_change"),
        (0, 1, 2, 30, "no_important_change"),
        (0, 2, None, 30, None),
        (5, 1, None, None, None),
    ],
)
def test_a_change_matters_from_its_threshold_on(
    before: float, after: float, points: float | None, percent: float | None, band: str | None
) -> None:
    found = change(before, after, points=points, percent=percent)

    assert (found.status, found.band) == ("complete", band)
    assert found.exact == Fraction(str(before)) - Fraction(str(after))


def test_where_more_is_better_a_rise_is_the_gain() -> None:
    assert change(3, 5, lower_is_better=False, points=2).band == "improved"
    assert change(5, 3, lower_is_better=False, points=2).band == "worsened"
    assert change(4, 5, lower_is_better=False).subscores == {"pct": 25.0}


def test_percent_is_of_the_baseline_and_undefined_where_that_is_zero() -> None:
    assert change(22, 15).subscores == {"pct": 31.8}
    assert change(8, 10).subscores == {"pct": -25.0}
    assert change(0, 2).subscores == {}


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [(None, 5, ("baseline",)), (5, None, ("follow_up",)), (None, None, ("baseline", "follow_up"))],
)
def test_without_both_times_there_is_no_change(before: Any, after: Any, missing: tuple[str, ...]) -> None:
    found = change(before, after, points=2)

    assert (found.status, found.exact, found.band, found.missing) == ("not_scorable", None, None, missing)


@pytest.mark.parametrize("value", [True, "5", float("nan"), float("inf")])
def test_what_is_no_number_is_refused_by_name(value: Any) -> None:
    assert change(value, 5).bad_items == ("baseline",)
    assert change(5, value).bad_items == ("follow_up",)
    assert change(None, value).status == "invalid"


@given(st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_exact_thirds_are_never_rounded_before_they_are_compared(before: int, after: int, parts: int) -> None:
    whole = change(before, after, percent=30)
    shares = change(Fraction(before, parts), Fraction(after, parts), percent=30)

    assert shares.band == whole.band
    assert (whole.band == "improved") == (10 * (before - after) >= 3 * before)


@given(st.integers(0, 10), st.integers(0, 10))
def test_there_and_back_again_swaps_better_and_worse_in_points(before: int, after: int) -> None:
    assume(abs(before - after) >= 2)

    assert {change(before, after, points=2).band, change(after, before, points=2).band} == {
        "improved",
        "worsened",
    }


PEG_OF_22 = {"p": 8, "e": 7, "g": 7}


@pytest.mark.parametrize(
    ("known", "before", "after", "band"),
    [
        (PEG, PEG_OF_22, {"p": 5, "e": 5, "g": 5}, "improved"),
        (PEG, PEG_OF_22, {"p": 6, "e": 5, "g": 5}, "no_important_change"),
        (PEG, PEG_OF_22, {"p": 8, "e": 8, "g": 9}, "worsened"),
        (PEG, PEG_OF_22, {"p": 8, "e": 8, "g": 8}, "no_important_change"),
        (NRS_PAIN, {"nrs": 6}, {"nrs": 8}, "worsened"),
        (RMDQ, {"q1": True, "q2": True}, {"q1": True}, "improved"),
        (PSFS, {"activity1": 4}, {"activity1": 6}, "improved"),
        (GCPS_R, {"q1": "never"}, {"q1": "never"}, None),
    ],
)
def test_each_instrument_knows_what_change_matters(
    known: Instrument, before: dict[str, Value], after: dict[str, Value], band: str | None
) -> None:
    found = change_of(known, known.score(before), known.score(after))

    assert (found.status, found.band) == ("complete", band)


def test_prorated_scores_are_compared_exactly() -> None:
    before = PHQ9.score({**dict.fromkeys((f"q{n}" for n in range(1, 9)), 1), "q9": 1})
    after = PHQ9.score({"q1": 1, "q2": 1, "q3": 1, "q4": 1, **dict.fromkeys(("q5", "q6", "q7", "q9"), 0)})

    assert after.shown == 5
    assert change_of(PHQ9, before, after).exact == Fraction(9, 2)
    assert change_of(PHQ9, before, after).band == "no_important_change"


def test_a_form_without_a_score_is_a_missing_time() -> None:
    whole = GAD7.score({f"q{number}": 1 for number in range(1, 8)})
    empty = GAD7.score({})

    assert change_of(GAD7, whole, empty).missing == ("follow_up",)
    assert change_of(GAD7, empty, whole).missing == ("baseline",)


def test_a_partial_score_is_not_compared_with_a_whole_one() -> None:
    whole = PSFS.score({"activity1": 2, "activity2": 8})
    partial = PSFS.score({"activity1": None, "activity2": 8})

    assert partial.shown == 8
    assert change_of(PSFS, whole, partial).status == "not_scorable"


@pytest.mark.parametrize(
    ("before", "after", "band", "common"),
    [
        ({"a": 3, "b": 2}, {"a": 5, "b": 4}, "detectable_improvement", 2),
        ({"a": 5, "b": 4}, {"a": 3, "b": 2}, "detectable_worsening", 2),
        ({"a": 5, "b": 4}, {"a": 6, "b": 6}, "no_detectable_change", 2),
        ({"a": 3}, {"a": 5}, "no_detectable_change", 1),
        ({"a": 3}, {"a": 6}, "detectable_improvement", 1),
        ({"a": 3, "b": None}, {"a": 6, "b": 10, "c": 10}, "detectable_improvement", 1),
    ],
)
def test_own_activities_are_compared_where_both_times_rated_them(
    before: dict[str, Value], after: dict[str, Value], band: str, common: int
) -> None:
    found = psfs_change(before, after)

    assert (found.status, found.band, found.subscores) == ("complete", band, {"common": common})


def test_without_a_common_activity_there_is_no_change_to_speak_of() -> None:
    assert psfs_change({"a": 3}, {"b": 3}).status == "not_scorable"
    assert psfs_change({}, {}).exact is None


def test_an_activity_rated_out_of_range_at_either_time_is_named_once() -> None:
    found = psfs_change({"a": 12, "b": 2}, {"a": 11, "b": -1})

    assert (found.status, found.bad_items, found.exact) == ("invalid", ("a", "b"), None)


def test_a_thought_of_death_that_is_new_is_worse_whatever_the_total_says() -> None:
    before = PHQ9.score({**dict.fromkeys((f"q{n}" for n in range(1, 9)), 2), "q9": 0})
    after = PHQ9.score({**dict.fromkeys((f"q{n}" for n in range(1, 9)), 0), "q9": 1})

    assert change_of(PHQ9, before, after).band == "worsened"
    assert change_of(PHQ9, after, after).band == "no_important_change"


def test_a_new_thought_of_death_counts_even_where_there_is_no_total() -> None:
    found = change_of(PHQ9, PHQ9.score(dict.fromkeys(PHQ9.item_ids, 0)), PHQ9.score({"q9": 2}))

    assert (found.status, found.exact, found.band) == ("not_scorable", None, "worsened")


@pytest.mark.parametrize(
    ("levels", "band"),
    [((0, 0), "improved"), ((0, -1), "no_important_change"), ((-1, -1), "worsened"), ((2, 1), "improved")],
)
def test_goals_are_judged_by_where_they_stand_at_their_date(levels: tuple[int, int], band: str) -> None:
    before = GAS.score({"goal1": -1, "goal2": -1})
    after = GAS.score({"goal1": levels[0], "goal2": levels[1]})

    assert change_of(GAS, before, after).band == band


def test_goals_that_nobody_rated_are_not_judged() -> None:
    assert change_of(GAS, GAS.score({"goal1": -1}), GAS.score({})).band is None


# The table of important changes that the clinical reference gives, section 2.14: improved from, worse from.
IMPORTANT = {
    "nrs_pain": ("2", "30", "2"), "peg": (None, "30", "1"), "phq9": ("5", None, "5"), "gad7": ("4", None, "4"),
    "promis_anx4a": ("3", None, "3"), "promis_pf4a": ("3", None, "3"), "promis_pi8a": ("3", None, "3"),
    "rmdq": ("5", "30", "5"), "odi": ("10", None, "10"), "ndi": ("15", None, "15"),
    "pseq10": ("5.5", None, "5.5"), "pcs": ("6.5", None, "6.5"), "tsk11": ("4", None, "4"),
    "isi": ("6", None, "6"), "psqi": ("3", None, "3"), "ess": ("2", None, "2"), "wsas": ("8", None, "8"),
    "psfs": ("2", None, "2"), "6mwt": ("30", None, "30"), "chair_stand_30s": ("2", None, "2"),
    "grip": ("5", None, "5"), "sppb": ("1", None, "1"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTANT)
def test_the_important_change_is_that_of_the_table(name: str) -> None:
    known = instrument(name)
    points, percent, worse = (None if step is None else Fraction(step) for step in IMPORTANT[name])

    assert (known.improved_by_points, known.improved_by_percent) == (points, percent)
    assert known.worsened_by_points == worse
    assert known.higher_is_worse == (name not in BETTER_IF_HIGHER)


BETTER_IF_HIGHER = {"promis_pf4a", "pseq10", "psfs", "6mwt", "chair_stand_30s", "grip", "sppb"}


def test_a_profile_is_judged_part_by_part_each_in_its_own_direction() -> None:
    best = dict.fromkeys(PROMIS_29.item_ids, 1)
    worst = dict.fromkeys(PROMIS_29.item_ids, 5)
    found = changes_of_parts(PROMIS_29, PROMIS_29.score(best), PROMIS_29.score({**worst, "sd4a_i1": None}))

    assert {name: part.band for name, part in found.items()} == {
        "pf4a_t": "improved",
        "anx4a_t": "worsened",
        "dep4a_t": "worsened",
        "fat4a_t": "worsened",
        "sd4a_t": None,
        "sr4a_t": "improved",
        "pi4a_t": "worsened",
    }
    assert found["sd4a_t"].missing == ("follow_up",)
    assert changes_of_parts(PEG, PEG.score({}), PEG.score({})) == {}
