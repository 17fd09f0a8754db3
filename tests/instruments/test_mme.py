"""Morphine equivalents: a number only where every medicine, its dose, unit, way and frequency are known."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.substances.mme import FACTORS, OpioidLine, mme_of, name_of

TEN_TWICE = {"drug": "oxycodone", "dose": 10, "unit": "mg", "route": "oral", "times_a_day": 2}
PATCH = {"drug": "Fentanyl patch", "dose": 25, "unit": "mcg/h", "route": "transdermal"}


def line(given: Mapping[str, Any]) -> OpioidLine:
    return OpioidLine(**given)


def test_the_examples_of_the_cdc_come_out() -> None:
    assert mme_of([line(TEN_TWICE)]).exact == 30
    assert mme_of([line({**TEN_TWICE, "drug": "hydromorphone", "dose": 2, "times_a_day": 4})]).exact == 40
    assert mme_of([line({**TEN_TWICE, "drug": "methadone", "dose": 10, "times_a_day": 3})]).exact == 141


def test_a_patch_counts_by_its_micrograms_an_hour_however_often_it_is_changed() -> None:
    assert mme_of([line(PATCH)]).exact == 60
    assert mme_of([line({**PATCH, "times_a_day": Fraction(1, 3)})]).exact == 60


def test_lines_of_one_medicine_add_up_and_micrograms_are_a_thousandth() -> None:
    found = mme_of([line(TEN_TWICE), line({**TEN_TWICE, "dose": 5000, "unit": "mcg"})])

    assert found.shown == 45
    assert (found.band, found.version) == ("20_49", "cdc-2022")


def test_as_needed_counts_the_most_of_a_day_and_is_marked() -> None:
    assert mme_of([line({**TEN_TWICE, "as_needed": True})]).subscores == {"as_needed": True}


def test_buprenorphine_is_left_out_of_the_sum_and_alone_has_none() -> None:
    film = {
        "drug": "Buprenorphine/naloxone",
        "dose": 8,
        "unit": "mg",
        "route": "sublingual",
        "times_a_day": 2,
    }

    assert mme_of([line(film), line(TEN_TWICE)]).exact == 30
    assert (mme_of([line(film)]).status, mme_of([line(film)]).exact) == ("not_scorable", None)
    assert mme_of([line(film)]).subscores == {"reason": "only_excluded"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"drug": "heroin"}, "unknown_opioid"),
        ({"drug": "fentanyl"}, "unknown_opioid"),
        ({"unit": "ml"}, "unknown_unit"),
        ({"unit": None}, "unknown_unit"),
        ({"unit": "mcg/h"}, "unknown_unit"),
        ({"route": "intravenous"}, "other_way"),
        ({"route": None}, "other_way"),
        ({"dose": None}, "unknown_dose"),
        ({"times_a_day": None}, "unknown_dose"),
    ],
)
def test_one_line_that_is_not_known_leaves_no_number_at_all(change: dict[str, Any], reason: str) -> None:
    bad = {**TEN_TWICE, **change}
    found = mme_of([line(TEN_TWICE), line(bad)])

    assert (found.status, found.exact, found.shown, found.band) == ("not_scorable", None, None, None)
    assert found.missing == (bad["drug"],)
    assert found.subscores == {"reason": reason}


@pytest.mark.parametrize(
    "change", [{"dose": -5}, {"dose": "10"}, {"dose": True}, {"times_a_day": float("nan")}]
)
def test_a_dose_that_cannot_be_is_invalid(change: dict[str, Any]) -> None:
    found = mme_of([line(TEN_TWICE), line({**TEN_TWICE, "drug": "morphine", **change})])

    assert (found.status, found.exact, found.bad_items) == ("invalid", None, ("morphine",))


def test_a_patch_by_mouth_and_tablets_on_the_skin_have_no_factor() -> None:
    assert mme_of([line({**PATCH, "route": "oral"})]).status == "not_scorable"
    assert mme_of([line({**TEN_TWICE, "route": "transdermal"})]).status == "not_scorable"
    assert mme_of([line({**PATCH, "unit": "mg"})]).status == "not_scorable"


def test_no_medicine_at_all_is_no_zero() -> None:
    assert (mme_of([]).status, mme_of([]).exact) == ("not_scorable", None)


def test_names_are_read_as_people_write_them() -> None:
    assert name_of("Oxycodone HCl ER") == "oxycodone"
    assert name_of("fentanyl_transdermal_mcg_h") == "fentanyl_transdermal"
    assert name_of("Fentanyl TD") == "fentanyl_transdermal"
    assert name_of("fentanyl lozenge") == "fentanyl_lozenge"
    assert name_of("codeine/acetaminophen") not in FACTORS


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter_and_each_adds_to_the_sum(
    doses: list[int], chance: Any
) -> None:
    lines = [line({**TEN_TWICE, "dose": dose}) for dose in doses]
    shuffled = list(lines)
    chance.shuffle(shuffled)

    assert mme_of(lines).exact == mme_of(shuffled).exact == sum(doses) * 3
