"""A packet as it is read: each score beside the one it began with, and what came after the packet was frozen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from database.packets import Entry, Frozen, Packet
from engine.scores import Score
from instruments.catalogue import UnknownInstrument, instrument
from instruments.change import change_of
from instruments.instrument import Instrument
from instruments.rounding import half_up
from web.console.written import plain

SECTIONS: Mapping[str, str] = {
    "words": "In the patient's own words",
    "wishes": "What the patient wants",
    "scores": "Scores since the beginning",
    "safety": "Open safety items",
    "flags": "What was noted",
    "plan": "The plan so far",
    "medicines": "Medicines",
    "statements": "What the disciplines say",
    "tasks": "Open work",
}
"""In the order in which they are read: the patient first."""


@dataclass(frozen=True, slots=True)
class Item:
    """`fresh`: not in the packet that was frozen."""

    entry: Entry
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One instrument: `change` in words, and whether it matters."""

    title: str
    first: str | None
    first_at: datetime | None
    latest: str | None
    latest_at: datetime
    band: str | None
    change: str
    look: str
    fresh: bool


def read(now: Packet, frozen: Frozen | None) -> dict[str, list[Item]]:
    """By section. Without a frozen packet nothing is new."""
    return {
        name: [Item(entry, _fresh(name, entry, frozen)) for entry in now.get(name, ())] for name in SECTIONS
    }


def gone(now: Packet, frozen: Frozen | None) -> list[str]:
    """Safety items and medicines of the frozen packet that are not there any more."""
    if frozen is None:
        return []
    return [
        plain(str(entry.get("step") or entry.get("words")))
        for name in ("safety", "medicines")
        for entry in frozen.packet.get(name, ())
        if _same(entry) not in map(_same, now.get(name, ()))
    ]


def _fresh(section: str, entry: Entry, frozen: Frozen | None) -> bool:
    return frozen is not None and _same(entry) not in map(_same, frozen.packet.get(section, ()))


def _same(entry: Entry) -> str:
    return json.dumps(entry, sort_keys=True)


def scores(items: Sequence[Item]) -> list[Line]:
    return [_line(item) for item in items]


def _line(item: Item) -> Line:
    entry = {name: None if value is None else str(value) for name, value in item.entry.items()}
    id = entry["instrument"] or ""
    known = _known(id)
    words, look = _change(known, id, entry["first"], entry["whole"])
    one = entry["first_at"] == entry["latest_at"]
    return Line(
        title=id.replace("_", " ") if known is None else known.title,
        first=_shown(entry["first"]),
        first_at=None if entry["first_at"] is None else datetime.fromisoformat(entry["first_at"]),
        latest=_shown(entry["latest"]),
        latest_at=datetime.fromisoformat(entry["latest_at"] or ""),
        band=entry["band"],
        change="measured once" if one else words,
        look="" if one else look,
        fresh=item.fresh,
    )


def asked_as(instrument_id: str, item: str) -> str:
    """The question to which the patient's words are the answer."""
    known = _known(instrument_id)
    found = None if known is None else next((one for one in known.items if one.id == item), None)
    return found.wording if found is not None and found.wording is not None else plain(item).capitalize()


def answered(item: str, said: str) -> str:
    """A coded answer as its question offers it."""
    known = _known("before_conference")
    found = None if known is None else next((one for one in known.items if one.id == item), None)
    for option in getattr(found.response, "options", ()) if found is not None else ():
        if str(option.code) == said:
            return str(option.label)
    return {"true": "Yes", "false": "No"}.get(said, plain(said))


def _known(id: str) -> Instrument | None:
    try:
        return instrument(id)
    except UnknownInstrument:
        return None


def _complete(id: str, value: str) -> Score:
    return Score(instrument=id, status="complete", exact=Fraction(value))


def _change(known: Instrument | None, id: str, first: str | None, latest: str | None) -> tuple[str, str]:
    """By the instrument's own important change; a score that is missing is not one that stayed."""
    if known is None or first is None or latest is None:
        return "cannot be compared", ""
    found = change_of(known, _complete(id, first), _complete(id, latest))
    much = Fraction(latest) - Fraction(first)
    by = f"{'+' if much > 0 else ''}{_shown(str(much))}" if much else "unchanged"
    if known.target is not None:
        return {
            "improved": (f"{by}, goal reached", "good"),
            "worsened": (f"{by}, below the goal", "sev3"),
        }.get(found.band or "", (by, ""))
    match found.band:
        case "improved":
            return f"{by}, better by enough to matter", "good"
        case "worsened":
            return f"{by}, worse by enough to matter", "sev2"
        case _:
            return by, ""


def _shown(value: str | None) -> str | None:
    if value is None:
        return None
    rounded = half_up(Fraction(value), 1)
    return str(int(rounded)) if rounded == int(rounded) else str(float(rounded))
