"""Safety flags look at raw answers, and come first whatever becomes of the score."""

import pytest

from engine.scores import Value
from instruments import (
    AFTER_PROCEDURE,
    ASQ,
    CHANGE_SCREEN,
    CHECK_IN,
    PEG,
    PHQ9,
    PROCEDURE_OUTCOME,
    RED_FLAGS,
    SLEEP_TRIAGE,
)
from instruments.instrument import Instrument

NINE = {f"q{number}": 0 for number in range(1, 10)}
QUIET = dict.fromkeys(RED_FLAGS.item_ids, False)


def test_a_form_without_worry_raises_nothing() -> None:
    assert PHQ9.score(NINE).safety == ()
    assert RED_FLAGS.score(QUIET).safety == ()


@pytest.mark.parametrize("level", [1, 2, 3])
def test_any_thought_of_death_raises_the_flag(level: int) -> None:
    assert PHQ9.score({**NINE, "q9": level}).safety == ("SUICIDE_ITEM_POSITIVE",)


def test_the_flag_is_raised_on_an_invalid_form_and_on_one_hardly_begun() -> None:
    assert PHQ9.score({**NINE, "q8": 9, "q9": 1}).safety == ("SUICIDE_ITEM_POSITIVE",)
    assert PHQ9.score({"q9": 3}, finished=False).safety == ("SUICIDE_ITEM_POSITIVE",)


@pytest.mark.parametrize("unread", [None, 9, "0", float("nan"), False])
def test_a_ninth_item_without_readable_answer_is_never_no_risk(unread: Value) -> None:
    assert PHQ9.score({**NINE, "q9": unread}).safety == ("SUICIDE_ITEM_MISSING",)
    assert PHQ9.missing_safety_items({**NINE, "q9": unread}) == ("q9",)


def test_a_missing_ninth_item_is_no_news_before_the_form_is_finished() -> None:
    assert PHQ9.score({"q1": 0}, finished=False).safety == ()


def test_a_total_may_be_prorated_over_a_missing_ninth_item_but_the_flag_stays() -> None:
    found = PHQ9.score({**NINE, "q9": None})

    assert (found.status, found.band) == ("prorated", "minimal")
    assert found.safety == ("SUICIDE_ITEM_MISSING",)


@pytest.mark.parametrize("item", RED_FLAGS.item_ids)
def test_each_warning_sign_raises_its_own_flag(item: str) -> None:
    assert RED_FLAGS.score({**QUIET, item: "yes"}).safety == (item.upper(),)


def test_unanswered_warning_signs_raise_one_flag_and_the_private_one_may_be_passed_over() -> None:
    assert RED_FLAGS.score({**QUIET, "rf01": None, "rf02": None}).safety == ("RED_FLAG_UNANSWERED",)
    assert RED_FLAGS.score({**QUIET, "rf09": None}).safety == ("SUICIDE_ITEM_MISSING",)
    assert RED_FLAGS.score({**QUIET, "rf20": None}).safety == ()


@pytest.mark.parametrize("answer", ["yes", "refused", True])
@pytest.mark.parametrize("item", ASQ.item_ids)
def test_a_yes_or_a_refusal_in_the_suicide_screen_raises_its_flag(item: str, answer: Value) -> None:
    assert ASQ.score({item: answer}).safety == ("SUICIDE_RISK",)


@pytest.mark.parametrize(
    ("known", "answers", "flag"),
    [
        (SLEEP_TRIAGE, {"drowsy_driving": True}, "DROWSY_DRIVING_SEV3"),
        (CHECK_IN, {"fall_injury": True}, "FALL_WITH_INJURY"),
        (CHANGE_SCREEN, {"new_weakness": True}, "RF02"),
        (PROCEDURE_OUTCOME, {"infection_signs": True}, "RF03"),
        (AFTER_PROCEDURE, {"fever": True}, "RF03"),
        (AFTER_PROCEDURE, {"new_weakness": True}, "RF02"),
        (AFTER_PROCEDURE, {"numb_saddle": True, "bladder_bowel": True}, "RF01"),
        (AFTER_PROCEDURE, {"sudden_back_pain": True}, "RF04"),
        (AFTER_PROCEDURE, {"headache_upright": True}, "RF05"),
        (AFTER_PROCEDURE, {"wound": True}, "WOUND_PROBLEM"),
        (AFTER_PROCEDURE, {"breathing_rash": True}, "RF10"),
        (AFTER_PROCEDURE, {"high_sugar": True}, "RF19"),
        (AFTER_PROCEDURE, {"medicine_restarted": "no"}, "MEDICINE_NOT_RESTARTED"),
    ],
)
def test_a_worrying_answer_raises_its_flag(known: Instrument, answers: dict[str, Value], flag: str) -> None:
    assert known.score(answers).safety == (flag,)


def test_an_instrument_without_triggers_watches_nothing() -> None:
    assert PEG.missing_safety_items({}) == ()
