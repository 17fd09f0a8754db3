"""A form as screens: mostly one question each, but what belongs together stays together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from instruments.instrument import Instrument
from instruments.items import Item, Text, YesNo

Kind = Literal["question", "own_activity", "tick_list", "body_map"]
BODY = {
    "pain_head": "head",
    "pain_neck": "neck",
    "pain_arm": "arm",
    "pain_upper_back": "chest",
    "pain_low_back": "back",
    "pain_belly": "belly",
    "pain_leg": "leg",
    "pain_widespread": "all",
}
"""The items that are marked on a body, and the region of the picture that each is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    number: int
    instrument: Instrument
    kind: Kind
    items: tuple[Item, ...]
    first_of_instrument: bool

    @property
    def id(self) -> str:
        return f"{self.instrument.id}-{self.items[0].id}"


def field(instrument: Instrument, item: Item) -> str:
    """What an answer is called in a form that is sent."""
    return f"{instrument.id}.{item.id}"


def screens_of(instruments: Sequence[Instrument]) -> tuple[Screen, ...]:
    found: list[Screen] = []
    for instrument in instruments:
        for place, (kind, items) in enumerate(_groups(instrument)):
            found.append(
                Screen(
                    number=len(found) + 1,
                    instrument=instrument,
                    kind=kind,
                    items=items,
                    first_of_instrument=place == 0,
                )
            )
    return tuple(found)


def _groups(instrument: Instrument) -> Iterator[tuple[Kind, tuple[Item, ...]]]:
    items = list(instrument.items)
    if instrument.items[-1].id == "submitted":  # a list to tick, and the word that all of it was read
        yield "tick_list", instrument.items
        return
    while items:
        item = items.pop(0)
        if instrument.own_item is not None and isinstance(item.response, Text) and items:
            yield "own_activity", (item, items.pop(0))
        elif item.id in BODY and isinstance(item.response, YesNo):
            marked = [item]
            while items and items[0].id in BODY:
                marked.append(items.pop(0))
            yield "body_map", tuple(marked)
        else:
            yield "question", (item,)
