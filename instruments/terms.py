"""The words an instrument is declared with: origin and licence, bands, safety triggers, important change."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from engine.spans import Span

Evidence: TypeAlias = Literal["V", "K", "P"]
"""V: seen in a public copy. K: known from the literature named. P: our own default, for local sign-off."""

Shipping: TypeAlias = Literal["ship", "score_only", "engine_only"]
"""Wording and scoring are ours to give; only the scoring is; only a total typed in by staff is kept."""

Recall: TypeAlias = (
    Span | Literal["now", "today", "when in pain", "since the start of care", "since the procedure", "ever"]
)

Domain: TypeAlias = Literal["pain", "function", "mood", "sleep", "substances", "goals", "experience"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the items, their scoring and their bands come from, and who may use them."""

    source: str
    evidence: Evidence
    licence: str
    shipping: Shipping


OUR_WORDS = Origin(source="our own wording", evidence="P", licence="the clinic's own words", shipping="ship")


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores with a name, from `low` up to where the next band begins."""

    name: str
    low: Fraction


def bands(**lows: int) -> tuple[Band, ...]:
    """Where each band begins, lowest first: `bands(mild=0, moderate=4, severe=7)`."""
    return tuple(Band(name, Fraction(low)) for name, low in lows.items())


def band_of(shown: Fraction | None, ranges: tuple[Band, ...]) -> str | None:
    """Bands are read off the number that people see, so the two never contradict each other."""
    reached = [band.name for band in ranges if shown is not None and band.low <= shown]
    return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Raises `flag` when an answer is worth at least so many points, even on a form that cannot be scored."""

    flag: str
    item: str
    at_least: int = 1
    flag_if_missing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportantChange:
    """How far a score must move to matter to a patient; to be improved, the points or the percent suffice."""

    points: Fraction | None = None
    percent: Fraction | None = None
    worse_points: Fraction | None = None
    evidence: Evidence
    source: str
