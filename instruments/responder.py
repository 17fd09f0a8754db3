"""Whether a patient responded to care as a whole: how many domains improved, function among them."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from engine.scores import Score
from instruments.catalogue import instrument
from instruments.change import change_of
from instruments.terms import Domain

Response: TypeAlias = Literal["responder", "partial", "non_responder", "undecided"]
DOMAINS: tuple[Domain, ...] = ("pain", "function", "mood", "sleep")
"""The domains that count towards a response (re-evaluation A23, quality measure QM21)."""


def improved_domains(baseline: Iterable[Score], follow_up: Iterable[Score]) -> dict[Domain, bool | None]:
    """A domain improved when one of its instruments did. None: no instrument can tell, so nobody knows."""
    before = {score.instrument: score for score in baseline}
    found: dict[Domain, list[str | None]] = {domain: [] for domain in DOMAINS}
    for after in follow_up:
        measure = instrument(after.instrument)
        if measure.domain in DOMAINS and measure.important_change and after.instrument in before:
            found[measure.domain].append(change_of(measure, before[after.instrument], after).band)
    return {domain: _improved(bands) for domain, bands in found.items()}


def response(improved: Mapping[Domain, bool | None]) -> Response:
    """Two domains, one of them function, make a responder; one that could tip it leaves it undecided."""
    surely = {domain for domain in DOMAINS if improved.get(domain) is True}
    perhaps = {domain for domain in DOMAINS if improved.get(domain) is not False}
    if _responds(surely):
        return "responder"
    if _responds(perhaps):
        return "undecided"
    if surely:
        return "partial"
    return "undecided" if perhaps else "non_responder"


def _improved(bands: list[str | None]) -> bool | None:
    if "improved" in bands:
        return True
    return False if bands and None not in bands else None


def _responds(domains: set[Domain]) -> bool:
    return len(domains) >= 2 and "function" in domains
