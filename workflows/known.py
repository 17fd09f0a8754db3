"""The pathways that this worker can carry, by name and fingerprint. The worker fills it before it takes up work."""

from collections.abc import Mapping

from engine.publication import fingerprint
from engine.words import Pathway

SHORT = 16
"""So many digits of a fingerprint travel with a journey."""
_KNOWN: dict[str, Pathway] = {}


class Unknown(Exception):
    """A journey is on a wording that this worker has never seen: it waits for a worker that has."""


def reference(pathway: Pathway) -> str:
    """Name and content of a pathway in one word, `chronic_pain@1f3a…`: a journey keeps the words that it began with."""
    return f"{pathway.name}@{fingerprint(pathway)[:SHORT]}"


def learn(pathway: Pathway) -> str:
    """From now on this worker carries journeys on it; returns its reference."""
    found = reference(pathway)
    _KNOWN.setdefault(found, pathway)
    return found


def known() -> Mapping[str, Pathway]:
    return _KNOWN


def pathway_of(found: str) -> Pathway:
    if found not in _KNOWN:
        raise Unknown(f"this worker does not know {found}")
    return _KNOWN[found]
