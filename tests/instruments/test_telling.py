"""What other programs read of an instrument and of a score: plain JSON, whole, and in words."""

import json

import pytest

from instruments import (
    ASQ,
    BPI_SF,
    CHAIR_STAND_30S,
    EQ5D5L,
    GAS,
    INSTRUMENTS,
    MME_TAPER,
    ORT,
    PHQ9,
    PSQI,
    TUG,
)
from instruments.instrument import Instrument
from instruments.telling import described, told
from tests.support.examples_licensed import PSQI as NIGHT


@pytest.mark.parametrize("known", INSTRUMENTS, ids=lambda known: known.id)
def test_an_instrument_is_described_whole_with_its_items_in_order(known: Instrument) -> None:
    found = json.loads(json.dumps(described(known)))

    assert [item["id"] for item in found["items"]] == list(known.item_ids)
    assert [text["id"] for text in found["texts"]] == list(known.text_ids)
    assert all("range" in item or item["options"] for item in found["items"])
    assert {"source", "licence", "evidence", "missing_rule", "cadence", "recall"} <= {
        word for word, value in found.items() if value
    }


def test_each_kind_of_answer_says_what_it_offers() -> None:
    first = {known.id: described(known)["items"][0] for known in (PHQ9, ASQ, TUG, CHAIR_STAND_30S, ORT)}

    assert first["phq9"]["range"] == [0, 3]
    assert first["asq"]["options"] == [False, True, "refused"]
    assert first["tug"] == {**first["tug"], "range": [1, 600], "also": ["unable"]}
    assert first["chair_stand_30s"]["unit"] == "stands"
    assert [option["code"] for option in first["ort"]["options"]] == ["female", "male", "other", "unknown"]
    assert described(GAS)["target"]["at_least"] == 50


def test_a_score_is_one_number_or_what_its_headline_names() -> None:
    assert told(PHQ9, PHQ9.score(dict.fromkeys(PHQ9.item_ids, 1)))["score"] == 9
    assert told(PHQ9, PHQ9.score({}))["score"] is None
    assert told(EQ5D5L, EQ5D5L.score(dict.fromkeys(EQ5D5L.item_ids, 1)))["score"] == "11111"
    assert told(BPI_SF, BPI_SF.score(dict.fromkeys(BPI_SF.item_ids, 1)))["score"] == {
        "severity": 1.0,
        "interference": 1.0,
    }
    assert told(BPI_SF, BPI_SF.score({}))["score"] is None


def test_numbered_subscores_become_a_list() -> None:
    taper = told(MME_TAPER, MME_TAPER.score({"mme": 60, "percent": 60, "steps": 2, "mode": "of_original"}))

    assert taper["score"] == taper["subscores"]["doses"] == [60.0, 24.0, 0.0]
    assert told(PSQI, PSQI.score(NIGHT))["subscores"] == {"components": [0] * 7, "se": 93.8}


def test_codes_of_reasons_are_told_as_sentences() -> None:
    found = told(ORT, ORT.score({**dict.fromkeys(ORT.item_ids, False), "sex": "other"}))

    assert found["subscores"] == {"reason": "ORT weights are sex-specific; use ORT-OUD"}
