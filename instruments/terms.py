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
    Span
    | Literal[
        "now",
        "today",
        "when in pain",
        "in recent times",
        "not fixed",
        "services received",
        "since the start of care",
        "since the procedure",
        "ever",
    ]
)

Domain: TypeAlias = Literal[
    "pain", "function", "mood", "beliefs", "sleep", "substances", "health", "goals", "experience"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the items, their scoring and their bands come from, and who may use them."""

    source: str
    evidence: Evidence
    licence: str
    shipping: Shipping


OUR_WORDS = Origin(source="our own wording", evidence="P", licence="the clinic's own words", shipping="ship")


def licensed(source: str, evidence: Evidence, owner: str) -> Origin:
    """Somebody's property: we score it, and the clinic brings its words with a licence of its own."""
    return Origin(source=source, evidence=evidence, licence=owner, shipping="score_only")


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
    """How far a score must move to matter to a patient; to be improved, the points or the percent suffice.

    A safety flag of `worse_flags` that was not raised before makes it worse, whatever the number says.
    """

    points: Fraction | None = None
    percent: Fraction | None = None
    worse_points: Fraction | None = None
    worse_flags: tuple[str, ...] = ()
    evidence: Evidence
    source: str


def both_ways(points: str, evidence: Evidence, source: str) -> ImportantChange:
    """As many points for the better as for the worse; written as a decimal, `"5.5"`."""
    step = Fraction(points)
    return ImportantChange(points=step, worse_points=step, evidence=evidence, source=source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A subscore that has a change of its own to be judged by."""

    name: str
    higher_is_worse: bool
    important_change: ImportantChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Judged by where a score stands and not by how far it moved: improved from `at_least`, worse `below`."""

    at_least: Fraction
    below: Fraction
    evidence: Evidence
    source: str
