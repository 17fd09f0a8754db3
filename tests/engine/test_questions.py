"""Asking about a patient what no form can answer is refused when the pathway is written."""

import pytest

from engine.conditions import Compare, Fact
from engine.judge import compare
from engine.questions import answer, improved
from tests.support.builders import DIARY, PEG


def test_an_item_that_the_form_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(ValueError, match=r"peg has no item 'q'; its items are p, e, g"):
        answer(PEG, "q")


def test_an_improvement_needs_to_be_said_where_the_form_has_none_of_its_own() -> None:
    with pytest.raises(ValueError, match="diary has no important change of its own"):
        improved(DIARY)


def test_a_condition_is_data_and_not_a_yes_or_no_of_python() -> None:
    with pytest.raises(TypeError, match="join conditions with"):
        bool(Compare(left=Fact(name="age"), operator=">=", right=65))


def test_words_and_numbers_cannot_be_ordered() -> None:
    assert compare("female", ">=", 3) is None
    assert compare(3, ">=", "female") is None
