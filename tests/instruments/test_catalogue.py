"""The catalogue finds an instrument by its id, and says what is closest when there is none."""

import pytest

import instruments
from instruments import PEG, PHQ9
from instruments.catalogue import INSTRUMENTS, UnknownInstrument, instrument, minutes_of, score_all
from instruments.instrument import Instrument


def test_an_instrument_is_found_by_its_id() -> None:
    assert all(instrument(known.id) is known for known in INSTRUMENTS)


def test_an_unknown_instrument_names_the_close_ones() -> None:
    with pytest.raises(
        UnknownInstrument, match=r'There is no instrument "phq_9"\. Did you mean .*phq9'
    ) as refused:
        instrument("phq_9")

    assert "phq9" in refused.value.close


def test_a_far_off_name_gets_no_guess() -> None:
    with pytest.raises(UnknownInstrument, match=r'^There is no instrument "zzz"\.$'):
        instrument("zzz")


def test_a_packet_is_scored_form_by_form() -> None:
    peg, phq9 = score_all({"peg": {"p": 1, "e": 1, "g": 1}, "phq9": {}})

    assert peg.instrument == "peg"
    assert peg.shown == 1
    assert (phq9.instrument, phq9.status) == ("phq9", "not_scorable")


def test_the_minutes_of_a_packet_follow_from_its_questions() -> None:
    assert minutes_of(["peg"]) == 1
    assert minutes_of(["history"]) == 20
    assert minutes_of(["phq9", "gad7"]) == 4
    assert minutes_of(["peg", "zzz"]) is None


def test_every_instrument_is_there_for_pathways_under_its_own_name() -> None:
    named = {name: value for name, value in vars(instruments).items() if isinstance(value, Instrument)}

    assert {known.id for known in INSTRUMENTS} == {known.id for known in named.values()}
    assert {name for name, known in named.items() if known.id != name.lower()} == {
        "SIX_MINUTE_WALK",
        "SIX_MINUTE_WALK_PREDICTED",
    }
    assert (named["PEG"], named["PHQ9"]) == (PEG, PHQ9)


def test_history_tells_how_complete_each_section_is() -> None:
    history = instrument("history")
    sleep = [item.id for item in history.items if item.section == "sleep"]
    found = history.score(dict.fromkeys(sleep[:3], False))

    assert found.status == "partial"
    assert found.subscores["sleep"] == 75
    assert found.subscores["mood"] == 0
    assert found.subscores["overall"] == 3 * 100 // sum(not item.optional for item in history.items)


def test_a_whole_history_is_complete_in_every_section() -> None:
    history = instrument("history")
    sections = {item.section for item in history.items if item.section}

    assert {*history.score({}).subscores} == {*sections, "overall"}
