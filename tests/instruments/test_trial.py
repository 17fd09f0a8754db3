"""A published trial of chronic back pain: our pain rating and change rules give the paper's own counts."""

import csv
from collections import Counter
from fractions import Fraction
from math import isnan
from pathlib import Path
from statistics import mean, stdev

import pytest

from engine.scores import Score
from instruments import NRS_PAIN
from instruments.catalogue import instrument
from instruments.change import change_of

TRIAL = Path(__file__).parents[3] / "shared" / "cases" / "back_pain_trial.csv"
if not TRIAL.exists():
    pytest.skip("the shared cases are not on this machine", allow_module_level=True)


def scores(time: str) -> dict[str, tuple[str, Score]]:
    with TRIAL.open() as rows:
        return {
            row["id"]: (row["group"], NRS_PAIN.score({"nrs": float(row["pain_avg"])}))
            for row in csv.DictReader(rows)
            if row["time"] == time and row["group"] in ("1", "2", "3")
        }


@pytest.mark.parametrize(("group", "pain_free"), [("1", 33), ("2", 10), ("3", 5)])
def test_as_many_are_free_of_pain_after_treatment_as_the_paper_says(group: str, pain_free: int) -> None:
    after = [score for own, score in scores("2").values() if own == group]

    assert sum(score.shown is not None and score.shown <= 1 for score in after) == pain_free


def test_a_patient_improved_exactly_if_pain_fell_by_two_points_or_thirty_percent() -> None:
    before, after = scores("1"), scores("2")
    both = [
        (before[person][1], after[person][1])
        for person in before.keys() & after.keys()
        if before[person][1].exact is not None and after[person][1].exact is not None
    ]

    assert len(both) > 100
    for was, now in both:
        assert was.exact is not None
        assert now.exact is not None
        fell = was.exact - now.exact
        enough = fell >= 2 or (was.exact > 0 and fell / was.exact >= Fraction(3, 10))
        assert (change_of(NRS_PAIN, was, now).band == "improved") == enough


@pytest.mark.parametrize(
    ("group", "mean_and_deviation"), [("1", (1.18, 1.24)), ("2", (2.84, 1.64)), ("3", (3.13, 1.45))]
)
def test_pain_after_treatment_is_as_the_paper_says(
    group: str, mean_and_deviation: tuple[float, float]
) -> None:
    after = [
        float(score.exact) for own, score in scores("2").values() if own == group and score.exact is not None
    ]

    assert (round(mean(after), 2), round(stdev(after), 2)) == mean_and_deviation


# How many of those who answered both times improved by our important change: treated, placebo, usual care. The paper
# has no such counts; they are ours, and pinned so that a rule that moves is seen.
IMPROVED = {
    "odi": ("odi", (34, 4, 2)),
    "tsk11": ("tsk11", (34, 7, 10)),
    "pcs": ("pcs", (18, 8, 9)),
    "bpi_interference": ("bpi_interference", (39, 17, 9)),
}


@pytest.mark.parametrize("column", IMPROVED)
def test_as_many_improved_by_our_important_change_as_before(column: str) -> None:
    known, counts = instrument(IMPROVED[column][0]), IMPROVED[column][1]
    before, after = totals(column, "1"), totals(column, "2")
    improved = Counter(
        group
        for person, (group, was) in before.items()
        if person in after and change_of(known, was, after[person][1]).band == "improved"
    )

    assert tuple(improved[group] for group in ("1", "2", "3")) == counts


def totals(column: str, time: str) -> dict[str, tuple[str, Score]]:
    """A total that the trial gives is taken as it is: it has no items to score."""
    with TRIAL.open() as rows:
        return {
            row["id"]: (row["group"], _total(column, float(row[column])))
            for row in csv.DictReader(rows)
            if row["time"] == time and row["group"] in ("1", "2", "3")
        }


def _total(column: str, number: float) -> Score:
    if isnan(number):
        return Score(instrument=column, status="not_scorable")
    return Score(instrument=column, status="complete", exact=Fraction(str(number)))
