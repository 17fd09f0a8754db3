"""A responder improved in two domains, function among them; what is not known is not counted as failed."""

import pytest

from engine.scores import Score
from instruments import GAS, NRS_PAIN, PEG, PHQ9, PSFS
from instruments.responder import improved_domains, response
from instruments.terms import Domain


@pytest.mark.parametrize(
    ("improved", "expected"),
    [
        ({"pain": True, "function": True, "mood": False, "sleep": False}, "responder"),
        ({"pain": True, "function": True}, "responder"),
        ({"pain": True, "function": False, "mood": True, "sleep": True}, "partial"),
        ({"pain": True, "function": None, "mood": False, "sleep": False}, "undecided"),
        ({"pain": False, "function": True, "mood": False, "sleep": None}, "undecided"),
        ({"pain": True, "function": False}, "partial"),
        ({"pain": False, "function": False, "mood": False, "sleep": None}, "undecided"),
        ({"pain": False, "function": False, "mood": False, "sleep": False}, "non_responder"),
        ({}, "undecided"),
    ],
)
def test_the_domains_decide_the_response(improved: dict[Domain, bool | None], expected: str) -> None:
    assert response(improved) == expected


def packet(pain: int, able: int, mood: int) -> tuple[Score, ...]:
    return (
        NRS_PAIN.score({"nrs": pain}),
        PEG.score(dict.fromkeys(("p", "e", "g"), pain)),
        PSFS.score({"activity1": able}),
        PHQ9.score({f"q{number}": mood for number in range(1, 10)}),
        GAS.score({"goal1": 0}),
    )


def test_a_domain_improves_when_one_of_its_instruments_does() -> None:
    found = improved_domains(packet(8, 3, 1), packet(5, 6, 1))

    assert found == {"pain": True, "function": True, "mood": False, "sleep": None}
    assert response(found) == "responder"


def test_a_domain_that_could_not_be_measured_again_is_undecided() -> None:
    later = (PEG.score({"p": 3}), PSFS.score({"activity1": 3}))
    found = improved_domains(packet(8, 3, 1), later)

    assert found == {"pain": None, "function": False, "mood": None, "sleep": None}
    assert response(found) == "undecided"


def test_an_instrument_without_a_baseline_tells_nothing() -> None:
    assert set(improved_domains((), packet(1, 9, 0)).values()) == {None}
