"""A published trial of chronic back pain: our pain rating and change rules give the paper's own counts."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from engine.scores import Score
from instruments import NRS_PAIN
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
