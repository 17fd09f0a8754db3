"""Who may ask what is somebody's property: the licence record of a clinic, and what stands in the way without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.faults import Permission
from instruments.instrument import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """`expires` is the last day on which it holds."""

    holder: str
    reference: str
    expires: date


def permission(known: Instrument, licences: Mapping[str, Licence], today: date) -> Permission:
    """Whether this clinic may ask it on that day. Of a total that staff type in, no words are needed."""
    if known.origin.shipping == "ship":
        return "granted"
    licence = licences.get(known.id)
    if licence is None:
        return "no_licence"
    if licence.expires < today:
        return "expired"
    worded = all(item.wording for item in known.items)
    return "granted" if worded or known.origin.shipping == "engine_only" else "no_words"
