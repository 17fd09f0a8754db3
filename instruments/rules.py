"""The ways of scoring that several questionnaires share; a way of its own stands in its own module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from operator import mul
from typing import TypeAlias

from engine.scores import Status, Value
from instruments.reading import Reading
from instruments.rounding import half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a rule makes of a readable form. Without `band` the instrument's bands decide."""

    status: Status
    exact: Fraction | None = None
    shown: Fraction | None = None
    band: str | None = None
    missing: tuple[str, ...] = ()
    bad_items: tuple[str, ...] = ()
    subscores: Mapping[str, Value] = field(default_factory=dict)


Rule: TypeAlias = Callable[[Reading], Scored]


def not_scorable(*missing: str) -> Scored:
    return Scored(status="not_scorable", missing=missing)


def whole(total: Fraction, *, band: str | None = None, **subscores: Value) -> Scored:
    """A complete score that is a whole number anyway."""
    return Scored(status="complete", exact=total, shown=total, band=band, subscores=subscores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of the required items. Up to `may_miss` missing ones count as the mean of the others."""

    may_miss: int = 0

    def __call__(self, reading: Reading) -> Scored:
        if len(reading.missing) > self.may_miss:
            return not_scorable(*reading.missing)
        answered = _answered(reading)
        if not reading.missing:
            return whole(sum(answered, Fraction(0)))
        total = sum(answered, Fraction(0)) * len(reading.required) / len(answered)
        return Scored(
            status="prorated",
            exact=total,
            shown=half_up(total),
            missing=reading.missing,
            subscores={"prorated_exact": float(total)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage:
    """The required items in percent of their highest sum, in whole percent; `may_miss` are left out of both."""

    highest: int
    may_miss: int = 0

    def __call__(self, reading: Reading) -> Scored:
        if len(reading.missing) > self.may_miss:
            return not_scorable(*reading.missing)
        answered = _answered(reading)
        share = 100 * sum(answered, Fraction(0)) / (self.highest * len(answered))
        return Scored(
            status="prorated" if reading.missing else "complete",
            exact=share,
            shown=half_up(share),
            missing=reading.missing,
        )


@dataclass(frozen=True, slots=True)
class Weighted:
    """The sum of the required items, each with its weight; all are needed."""

    weights: tuple[int, ...]

    def __call__(self, reading: Reading) -> Scored:
        if reading.missing:
            return not_scorable(*reading.missing)
        return whole(sum(map(mul, self.weights, _answered(reading)), Fraction(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of the required items that were answered, shown with one decimal."""

    may_miss: int = 0

    def __call__(self, reading: Reading) -> Scored:
        if len(reading.missing) > self.may_miss:
            return not_scorable(*reading.missing)
        answered = _answered(reading)
        mean = sum(answered, Fraction(0)) / len(answered)
        return Scored(
            status="prorated" if reading.missing else "complete",
            exact=mean,
            shown=half_up(mean, 1),
            missing=reading.missing,
        )


def facts(reading: Reading) -> Scored:
    """A form without a number: complete, partial, or nothing of it answered."""
    if not reading.missing:
        return Scored(status="complete")
    if len(reading.missing) == len(reading.required):
        return not_scorable(*reading.missing)
    return Scored(status="partial", missing=reading.missing)


@dataclass(frozen=True, slots=True)
class Screen:
    """Positive as soon as one of `items` says yes; negative only when all required ones were answered."""

    items: tuple[str, ...]

    def __call__(self, reading: Reading) -> Scored:
        form = facts(reading)
        band = "negative" if not reading.missing else None
        if any(reading.points(item) for item in self.items):
            band = "positive"
        return Scored(status=form.status, band=band, missing=form.missing)


@dataclass(frozen=True, slots=True)
class Sections:
    """How complete each section is, in whole percent rounded down, and all of them together as `overall`."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, reading: Reading) -> Scored:
        form = facts(reading)
        filled = {name: _percent(reading, items) for name, items in self.sections}
        filled["overall"] = _percent(reading, reading.required)
        return Scored(status=form.status, missing=form.missing, subscores=filled)


def _answered(reading: Reading) -> list[Fraction]:
    return [reading.answers[item].points for item in reading.required if item in reading.answers]


def _percent(reading: Reading, items: tuple[str, ...]) -> Value:
    # Rounded down, so that 89.9 % is never taken for the 90 % that the intake step asks for.
    return 100 * (len(items) - len(reading.unanswered(items))) // len(items)
