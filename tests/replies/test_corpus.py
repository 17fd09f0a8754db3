"""What 2,100 texts mean, as a nurse reads them: nothing urgent is missed, and no opt-out is lost or made up."""

from collections.abc import Iterator
from functools import cache

import pytest

from replies.read import read_reply
from tests.replies.corpus_reading import Case, cases, found

CASES = tuple(cases())
URGENT = ("crisis", "red_flag", "death")


def test_the_corpus_has_every_intent_in_both_languages() -> None:
    assert len(CASES) > 1800
    assert sum(1 for case in CASES if case.wanted[0] == "crisis") > 280


@pytest.mark.parametrize("intent", URGENT)
def test_nothing_urgent_is_missed(intent: str) -> None:
    assert [case.text for case, wanted in _wanted(intent) if wanted not in _found(case)] == []


def test_nearly_every_wish_for_no_more_texts_is_heard_and_none_is_made_up() -> None:
    wanted = [case for case, _ in _wanted("opt_out")]
    missed = [case.text for case in wanted if "opt_out" not in _found(case)]
    made_up = [case.text for case in CASES if "opt_out" in _found(case) and case not in wanted]

    assert len(missed) <= len(wanted) * 0.01, missed
    assert len(made_up) <= len(CASES) * 0.005, made_up


def test_no_number_is_read_that_was_not_meant() -> None:
    wrong = [
        (case.text, word)
        for case in CASES
        for word in _found(case)
        if word.startswith("number:") and word not in case.wanted
    ]

    assert wrong == []


def test_the_first_intent_is_right_in_nineteen_of_twenty() -> None:
    right = sum(1 for case in CASES if _found(case)[0].split(":")[0] == case.wanted[0].split(":")[0])

    assert right >= len(CASES) * 0.95


def _wanted(intent: str) -> Iterator[tuple[Case, str]]:
    for case in CASES:
        for wanted in case.wanted:
            if wanted.split(":")[0] == intent:
                yield case, wanted


@cache
def _found(case: Case) -> tuple[str, ...]:
    return found(read_reply(case.text, case.asked))
