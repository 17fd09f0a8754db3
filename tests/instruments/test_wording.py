"""The words patients read: plain, complete, and nobody else's property."""

import re
from hashlib import sha256

import pytest

from instruments.catalogue import INSTRUMENTS
from instruments.instrument import Instrument
from instruments.items import Choice, Scale
from instruments.terms import OUR_WORDS

OURS = [known for known in INSTRUMENTS if known.origin.licence == OUR_WORDS.licence]

# Five words in a row from each of 41 licensed items (ISI, PCS, PSEQ, TSK, ESS, STOP-Bang, STarT, BPI, PROMIS,
# ODI, NDI, WSAS, CSQ, COMM, SOAPP, DAST, painDETECT, S-LANSS, EQ-5D, NPS, PSQI), hashed to keep them out.
LICENSED = frozenset({
    "0f37ce6c3b71", "105a76e0d929", "1bd3ebdb3555", "216ca9965880", "2a7ea251cd68", "2fb125bfac38",
    "322770562634", "353c9caed597", "3b7531f0f44c", "3d366682c139", "43ada85dc9b1", "4b0695f435c4",
    "56bd18aa0e9c", "59b5febdf48e", "60e3e1fc1112", "64f1262a2451", "6dd83a7bc038", "723cea182ca7",
    "771362df8824", "77b5f5c34248", "789dd0395eb6", "801030b76690", "871cb1e6bd26", "89e3b30c4cd5",
    "91e5dc688474", "9272ae33dc3d", "9b3d2671c4ed", "9b7f32a04839", "a26f67731967", "a9d51de9aa67",
    "b8054c7c03f2", "b8be9cb928b6", "c0e9f74049bc", "c1b235f1af1e", "cb0b8fa6fa62", "d188f4f5013d",
    "d32e6578cf0f", "d72ca6c89cbb", "dbd278e0dd69", "ebba1a6db023", "f9e6db6203fb",
})  # fmt: skip


def sentences(known: Instrument) -> list[str]:
    """Everything of the form that is read, each question and each answer on its own."""
    said = [known.stem, *(item.wording for item in known.items if item.wording)]
    for item in known.items:
        if isinstance(item.response, Choice):
            said += [option.label for option in item.response.options]
        if isinstance(item.response, Scale):
            said += [item.response.low_anchor, item.response.high_anchor]
    return [sentence for sentence in said if sentence]


def words(sentence: str) -> list[str]:
    return re.findall(r"[a-z]+", sentence.lower().replace("'", ""))


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(said: list[str]) -> float:
    """Flesch-Kincaid; a question mark, a full stop or a colon ends a sentence."""
    parts = [words(part) for sentence in said for part in re.split(r"[.?!:]", sentence) if words(part)]
    every = [word for part in parts for word in part]
    return 0.39 * len(every) / len(parts) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59


def fingerprints(sentence: str) -> set[str]:
    said = words(sentence)
    runs = (" ".join(said[start : start + 5]) for start in range(len(said) - 4))
    return {sha256(run.encode()).hexdigest()[:12] for run in runs}


def test_the_grade_of_a_known_sentence_is_about_right() -> None:
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    assert grade(["Anticoagulant medication necessitates interdisciplinary consultation."]) > 12


@pytest.mark.parametrize("known", OURS, ids=lambda known: known.id)
def test_our_own_forms_read_at_grade_seven_or_below(known: Instrument) -> None:
    questions = [item.wording for item in known.items if item.wording]

    assert grade(questions) <= 7
    assert [question for question in questions if grade([question]) > 12] == []


@pytest.mark.parametrize("known", INSTRUMENTS, ids=lambda known: known.id)
def test_only_an_instrument_that_is_ours_to_give_carries_its_words(known: Instrument) -> None:
    worded = [item.wording is not None for item in known.items]

    assert all(worded) if known.origin.shipping == "ship" else not any(worded)


@pytest.mark.parametrize("known", INSTRUMENTS, ids=lambda known: known.id)
def test_no_words_of_a_licensed_instrument_are_in_it(known: Instrument) -> None:
    for sentence in sentences(known):
        assert not fingerprints(sentence) & LICENSED, sentence


def test_licensed_words_would_be_found() -> None:
    assert fingerprints("Please answer: how likely is it that you would recommend us?") & LICENSED
