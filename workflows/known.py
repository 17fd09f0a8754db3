"""The pathways that this worker can carry, by name and fingerprint. The worker fills it before it takes up work."""

from collections.abc import Mapping

from engine.publication import fingerprint
from engine.words import Pathway

SHORT = 16
"""So many digits of a fingerprint travel with a journey."""
_KNOWN: dict[str, Pathway] = {}


def reference(pathway: Pathway) -> str:
    """Name and content of a pathway in one word, `chronic_pain@1f3a…`: a journey keeps the words that it began with."""
    return f"{pathway.name}@{fingerprint(pathway)[:SHORT]}"


def learn(pathway: Pathway) -> str:
    """From now on this worker carries journeys on it; returns its reference."""
    found = reference(pathway)
    _KNOWN.setdefault(found, pathway)
    return found


def known() -> Mapping[str, Pathway]:
    """By reference. A run on a wording that is missing here fails its task and waits for a worker that has it."""
    return _KNOWN
