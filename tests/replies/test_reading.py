"""The rules of reading a reply that hold whatever the words are."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.lists import PROVIDER_STOPS, WORDS, read_list
from replies.meaning import Asked
from replies.numbers import number_in
from replies.phrases import Phrases
from replies.read import read_reply

NOTHING = Asked()


@pytest.mark.parametrize("word", sorted(PROVIDER_STOPS))
@pytest.mark.parametrize("asked", [NOTHING, Asked(visit=True), Asked(form=True), Asked(number=(0, 10))])
def test_what_the_provider_takes_for_an_opt_out_we_take_for_one(word: str, asked: Asked) -> None:
    for written in (word, word.upper(), f" {word.title()}. "):
        assert "opt_out" in read_reply(written, asked).intents


def test_a_yes_is_about_the_visit_unless_they_get_no_texts() -> None:
    assert read_reply("YES", Asked(visit=True)).intents == ("confirm",)
    assert read_reply("YES", Asked(visit=True, opted_out=True)).intent == "opt_in"
    assert read_reply("YES", NOTHING).intents == ("unclear",)


def test_cancel_alone_ends_the_texts_and_asks_for_another_time_when_a_visit_was_announced() -> None:
    assert read_reply("CANCEL", Asked(visit=True)).intents == ("opt_out", "change_visit")


def test_a_crisis_comes_first_and_what_else_was_said_is_not_lost() -> None:
    assert read_reply("stop texting me i want to die", NOTHING).intents == ("crisis", "opt_out")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("7/10", 7),
        ("7 out of 10", 7),
        ("siete de 10", 7),
        ("10", 10),
        ("0", 0),
        ("It's a 4 today.", 4),
        ("3, thank you", 3),
        ("11", None),
        ("-3", None),
        ("6-7", None),
        ("7.5", None),
        ("7 and a half", None),
        ("6 or 7", None),
        ("7 8", None),
        ("7am", None),
        ("not 7", None),
        ("7 days without sleep", None),
        ("3 pills", None),
        ("70%", None),
        ("7?", None),
        ("", None),
    ],
)
def test_a_number_is_read_only_where_nothing_else_can_be_meant(text: str, number: int | None) -> None:
    assert number_in(text, 0, 10) == number


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("remind me in 3 hours", timedelta(hours=3)),
        ("mañana", timedelta(days=1)),
        ("remind me next week", timedelta(weeks=1)),
        ("later", None),
        ("in 500 hours", None),
    ],
)
def test_later_says_how_long_where_the_patient_did(text: str, wait: timedelta | None) -> None:
    reading = read_reply(text, Asked(form=True))

    assert (reading.intents, reading.wait) == (("later",), wait)


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("stop .. texts", "stop all your silly texts", True),
        ("stop .. texts", "stop one two three four texts", False),
        ("^ stop", "please stop", False),
        ("stop $", "stop it", False),
        ("=stop", "shop", False),
        ("suicide", "siucide", True),
        ("pain", "rain", False),  # a short word begins as it should
        ("cold & sweat", "my sweat is cold", True),
        ("unsub*", "unsubscrbed", True),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, stands: bool) -> None:
    assert Phrases((phrase,)).within(tuple(text.split())) is stands


@given(st.text(max_size=300), st.booleans(), st.booleans())
def test_every_text_means_something_and_its_parts_fit_its_intents(
    text: str, visit: bool, number: bool
) -> None:
    reading = read_reply(text, Asked(visit=visit, number=(0, 10) if number else None))

    assert reading.intents
    assert (reading.number is not None) == ("number" in reading.intents)
    assert bool(reading.signs) == ("red_flag" in reading.intents)
    assert bool(reading.reports) == ("report" in reading.intents)


@given(st.integers(min_value=-20, max_value=120))
def test_a_bare_number_is_itself_or_nothing(number: int) -> None:
    assert number_in(str(number), 0, 10) == (number if 0 <= number <= 10 else None)


def test_every_line_of_every_list_is_a_phrase_that_a_text_can_hold() -> None:
    """A word with a capital, an accent or an apostrophe would never be found: texts are read without them."""
    lists = [file for file in WORDS.rglob("*.txt") if file.name != "shared.txt"]
    phrases = [
        phrase for file in lists for phrase in read_list(str(file.relative_to(WORDS))[: -len(".txt")]).written
    ]
    unfindable = [phrase for phrase in phrases if not re.fullmatch(r"[a-z0-9=/*&^$. ]+", phrase)]

    assert len(phrases) > 800
    assert unfindable == []
