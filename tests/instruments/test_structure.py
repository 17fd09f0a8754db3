"""Every instrument is declared whole: ids, words, ranges, bands, triggers, codes, origin."""

import re
from collections import Counter
from fractions import Fraction

import pytest

from engine.scores import Measure
from instruments import PEG, PSFS
from instruments.catalogue import INSTRUMENTS, instrument
from instruments.instrument import Instrument
from instruments.items import Choice, Count, Number, Scale, Text, YesNo
from instruments.terms import band_of, bands

ANY = pytest.mark.parametrize("known", INSTRUMENTS, ids=lambda known: known.id)


def test_every_instrument_is_a_measure_to_the_engine() -> None:
    measures: tuple[Measure, ...] = INSTRUMENTS

    assert [measure.improved_by_percent for measure in measures if measure.id == "peg"] == [30]


def test_no_two_instruments_share_an_id() -> None:
    assert [name for name, times in Counter(known.id for known in INSTRUMENTS).items() if times > 1] == []


@ANY
def test_item_ids_are_unique_and_fit_for_a_file_or_a_form(known: Instrument) -> None:
    ids = [item.id for item in known.items]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_]*", item) for item in [known.id, *ids])


@ANY
def test_coded_items_and_texts_are_kept_apart(known: Instrument) -> None:
    assert not set(known.item_ids) & set(known.text_ids)
    assert {*known.item_ids, *known.text_ids} == {item.id for item in known.items}
    assert all(item.optional for item in known.items if item.id in known.text_ids)


@ANY
def test_every_item_offers_something_to_answer(known: Instrument) -> None:
    for item in known.items:
        match item.response:
            case Scale() | Count() | Number():
                assert item.response.low < item.response.high
            case Choice():
                codes = [option.code for option in item.response.options]
                assert len(set(codes)) == len(codes) > 1
                assert all(option.label for option in item.response.options)
            case YesNo() | Text():
                pass
        assert item.wording is None or item.wording.strip() == item.wording != ""


@ANY
def test_bands_cover_the_whole_range_without_gap_or_overlap(known: Instrument) -> None:
    lows = [band.low for band in known.bands]

    assert lows == sorted(set(lows))
    assert len({band.name for band in known.bands}) == len(lows)
    if lows:
        assert known.score_range is not None
        assert lows[0] == known.score_range[0]
        assert lows[-1] <= known.score_range[1]


@ANY
def test_bands_come_from_the_number_or_from_the_rule_but_not_from_both(known: Instrument) -> None:
    assert not (known.bands and known.outcomes)


@ANY
def test_triggers_watch_items_that_exist(known: Instrument) -> None:
    for trigger in known.triggers:
        assert trigger.item in known.item_ids
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", trigger.flag)
        assert trigger.at_least >= 1


@ANY
def test_origin_recall_and_cadence_are_told(known: Instrument) -> None:
    assert known.origin.source
    assert known.origin.licence
    assert known.title
    assert known.cadence
    assert known.missing_rule
    assert str(known.recall)
    assert ("en" in known.languages) == (known.origin.shipping == "ship")


@ANY
def test_an_important_change_is_positive_and_has_a_source(known: Instrument) -> None:
    matters = known.important_change
    if matters is not None:
        steps = (matters.points, matters.percent, matters.worse_points)
        assert known.target is None
        assert any(step is not None for step in steps)
        assert all(step is None or step > 0 for step in steps)
        assert matters.source


@ANY
def test_loinc_codes_have_the_right_check_digit(known: Instrument) -> None:
    codes = [known.loinc_panel, known.loinc_score, *(item.loinc for item in known.items)]
    for code in codes:
        assert code is None or loinc_checks(code), code


def test_a_mistyped_loinc_code_would_be_found() -> None:
    assert loinc_checks("44260-8")
    assert not loinc_checks("44620-8")
    assert not loinc_checks("44260")


def loinc_checks(code: str) -> bool:
    """LOINC's check digit is the mod-10 one of credit cards."""
    if not re.fullmatch(r"\d{1,5}-\d", code):
        return False
    digits, check = code.split("-")
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(digit // 10 + digit % 10 for digit in doubled) % 10 == -int(check) % 10


def test_bands_are_written_by_where_they_begin() -> None:
    assert [(band.name, band.low) for band in bands(low=0, high=3)] == [
        ("low", Fraction(0)),
        ("high", Fraction(3)),
    ]


PUBLISHED = {
    "nrs_pain": {0: "none", 1: "mild", 3: "mild", 4: "moderate", 6: "moderate", 7: "severe", 10: "severe"},
    "gcps_r": {
        0: "no_chronic_pain",
        1: "mild_chronic_pain",
        2: "bothersome_chronic_pain",
        3: "high_impact_chronic_pain",
    },
    "phq2": {2: "negative", 3: "positive"},
    "phq4": {2: "normal", 3: "mild", 5: "mild", 6: "moderate", 8: "moderate", 9: "severe"},
    "phq8": {
        4: "minimal",
        5: "mild",
        10: "moderate",
        15: "moderately_severe",
        19: "moderately_severe",
        20: "severe",
    },
    "phq9": {
        4: "minimal",
        5: "mild",
        9: "mild",
        10: "moderate",
        14: "moderate",
        15: "moderately_severe",
        19: "moderately_severe",
        20: "severe",
    },
    "gad2": {2: "negative", 3: "positive"},
    "gad7": {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate", 15: "severe"},
    "rmdq": {8: "low", 9: "middle", 16: "middle", 17: "high"},
    "pgic": {2: "responder", 3: "minimally_improved", 4: "no_change", 5: "minimally_worse"},
    "nida_sq": {0: "negative", 1: "positive"},
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_bands_begin_and_end_where_they_were_published(name: str) -> None:
    known = instrument(name)

    for shown, band in PUBLISHED[name].items():
        assert band_of(Fraction(shown), known.bands) == band


def test_an_instrument_never_changes() -> None:
    with pytest.raises(AttributeError):
        PEG.title = "Another"  # type: ignore[misc]  # the point of the test

    assert hash(PSFS) == hash(PSFS)
