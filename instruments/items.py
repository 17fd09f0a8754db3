"""One question of a questionnaire: its lasting id, its words, and which answers it offers."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Whole numbers between two anchors, as on a 0-10 ruler."""

    low: int = 0
    high: int = 10
    low_anchor: str
    high_anchor: str
    kind: Literal["scale"] = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often, or how many: a whole number."""

    low: int = 0
    high: int
    unit: str
    kind: Literal["count"] = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A measured number; decimals are allowed. With `unable`, `"unable"` is an answer: tried, and could not."""

    low: int
    high: int
    unit: str
    unable: bool = False
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose. `points` is what it adds to a score, and what safety triggers look at."""

    code: str | int
    label: str
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    options: tuple[Option, ...]
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """Stored as true or false. Where `refusable`, `"refused"` is an answer too, and weighs like a yes.

    A yes is worth a point; where `no_counts`, a no is.
    """

    refusable: bool = False
    no_counts: bool = False
    kind: Literal["yes_no"] = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The person's own words: kept for people to read, never scored and never shown to the engine."""

    kind: Literal["text"] = "text"


Coded: TypeAlias = Scale | Count | Number | Choice | YesNo


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`wording` is None where the clinic must bring its own licensed text."""

    id: str
    wording: str | None
    response: Coded | Text
    optional: bool = False
    section: str | None = None
    loinc: str | None = None


def scale(item: str, wording: str, low: str, high: str, *, optional: bool = False) -> Item:
    """A 0-10 rating; `low` and `high` are the words at its ends."""
    return Item(id=item, wording=wording, response=Scale(low_anchor=low, high_anchor=high), optional=optional)


def yes_no(item: str, wording: str, *, optional: bool = False) -> Item:
    return Item(id=item, wording=wording, response=YesNo(), optional=optional)


def count(item: str, wording: str, unit: str, *, high: int, optional: bool = False) -> Item:
    return Item(id=item, wording=wording, response=Count(high=high, unit=unit), optional=optional)


def choice(item: str, wording: str, *options: tuple[str, str], optional: bool = False) -> Item:
    """A question with named answers, each a code and the words people read; none of them has points."""
    offered = tuple(Option(code=code, label=label) for code, label in options)
    return Item(id=item, wording=wording, response=Choice(options=offered), optional=optional)


def text(item: str, wording: str) -> Item:
    return Item(id=item, wording=wording, response=Text(), optional=True)


def points(*labels: str, first: int = 0) -> Choice:
    """Answers that are worth `first`, `first` + 1, ... points, in the order they are read."""
    return Choice(
        options=tuple(
            Option(code=worth, label=label, points=worth) for worth, label in enumerate(labels, start=first)
        )
    )


def numbered(prefix: str, count: int, *, first: int = 1) -> tuple[str, ...]:
    """`numbered("q", 3)` is q1, q2, q3."""
    return tuple(f"{prefix}{number}" for number in range(first, first + count))


def unworded(ids: tuple[str, ...], response: Coded, *, optional: bool = False) -> tuple[Item, ...]:
    """Items of a licensed questionnaire, which all offer the same answers: the clinic brings their words."""
    return tuple(Item(id=item, wording=None, response=response, optional=optional) for item in ids)
