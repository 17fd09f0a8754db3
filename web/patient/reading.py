"""What was filled in, read item by item: what cannot be read is said beside its question, and the rest is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never

from engine.scores import Value
from instruments.items import Choice, Coded, Count, Item, Number, Scale, Text, YesNo
from instruments.reading import UNABLE, read
from web.patient.incoming import one
from web.patient.screens import Screen
from web.patient.screens import field as field_of

Fault = Literal["number", "whole_number", "range", "choose"]
Posted = Mapping[str, tuple[str, ...]]
NONE_OF_THESE = "none_of_these"
AFTER_MIDNIGHT = "minutes after midnight"


@dataclass(kw_only=True)
class Filled:
    """`typed` is what could not be read, as it was written, so that nobody types it again."""

    answers: dict[str, dict[str, Value]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def filled(screens: Sequence[Screen], sent: Posted) -> Filled:
    found = Filled()
    for screen in screens:
        match screen.kind:
            case "tick_list":
                _ticks(found, screen, sent)
            case "body_map":
                _marks(found, screen, sent)
            case "question" | "own_activity":
                for item in screen.items:
                    _item(found, screen, item, sent)
            case _:
                assert_never(screen.kind)
    return found


def _item(found: Filled, screen: Screen, item: Item, sent: Posted) -> None:
    """A field that was not sent says nothing: it takes no earlier answer back. An empty one does."""
    name, form = field_of(screen.instrument, item), screen.instrument.id
    if isinstance(item.response, Text):
        if name in sent:
            found.words.setdefault(form, {})[item.id] = one(sent, name)
        return
    if isinstance(item.response, Number) and item.response.unable and one(sent, f"{name}.{UNABLE}"):
        found.answers.setdefault(form, {})[item.id] = UNABLE
        return
    if name not in sent:
        return
    written = one(sent, name)
    if not written:
        if not isinstance(item.response, YesNo | Choice | Scale):
            found.answers.setdefault(form, {})[item.id] = None
        return
    value = value_of(item.response, written)
    answer = None if value is None else read(item.response, value)
    if answer is None:
        found.faults[name], found.typed[name] = _fault(item.response, value), written
    else:
        found.answers.setdefault(form, {})[item.id] = answer.code


def _ticks(found: Filled, screen: Screen, sent: Posted) -> None:
    """Not ticked is not answered: what it means is for the score to say, once the list was read to its end."""
    if not any(field_of(screen.instrument, item) in sent for item in screen.items) and not _shown(
        screen, sent
    ):
        return
    given = found.answers.setdefault(screen.instrument.id, {})
    for item in screen.items:
        given[item.id] = True if one(sent, field_of(screen.instrument, item)) else None


def _marks(found: Filled, screen: Screen, sent: Posted) -> None:
    """The page says so: once anything is marked, or none of it, what is not marked does not hurt."""
    marked = {item.id for item in screen.items if one(sent, field_of(screen.instrument, item))}
    none = one(sent, f"{screen.instrument.id}.{NONE_OF_THESE}")
    if marked or none:
        found.answers.setdefault(screen.instrument.id, {}).update(
            {item.id: item.id in marked for item in screen.items}
        )


def _shown(screen: Screen, sent: Posted) -> bool:
    return bool(one(sent, f"{screen.instrument.id}.shown"))


def value_of(response: Coded, written: str) -> Value:
    """As a person writes it: a comma is as good as a point, and a clock time is minutes after midnight."""
    match response:
        case YesNo():
            return written
        case Choice(options=options):
            return next((option.code for option in options if str(option.code) == written), None)
        case Number(unit=unit) if unit == AFTER_MIDNIGHT:
            return _minutes(written)
        case Scale() | Count() | Number():
            return _number(written)
        case _:
            assert_never(response)


def _number(written: str) -> int | float | None:
    plain = written.replace(",", ".").replace(" ", "")
    if not plain.isascii() or len(plain) > 12:
        return None
    try:
        return int(plain) if plain.lstrip("+-").isdigit() else float(plain)
    except ValueError:
        return None


def _minutes(written: str) -> int | None:
    hours, colon, minutes = written.partition(":")
    if not colon:
        return None
    found = _number(hours), _number(minutes[:2])
    if not isinstance(found[0], int) or not isinstance(found[1], int) or not 0 <= found[1] < 60:
        return None
    return found[0] * 60 + found[1]


def _fault(response: Coded, value: Value) -> Fault:
    if isinstance(response, YesNo | Choice | Scale):
        return "choose"
    if value is None:
        return "number"
    if isinstance(response, Count) and isinstance(value, float) and value % 1:
        return "whole_number"
    return "range"
