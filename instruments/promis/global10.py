"""PROMIS Global-10: physical and mental health as a whole, four items each; higher is better."""

from collections.abc import Mapping
from fractions import Fraction

from engine.scores import Value
from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Item, Scale, numbered, unworded
from instruments.pain.nrs_pain import LEAST, WORST
from instruments.promis import tables
from instruments.promis.short_forms import OWNER
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import Part, band_of, bands, both_ways, licensed

_PHYSICAL = ("g03", "g06", "g07r", "g08r")
_MENTAL = ("g02", "g04", "g05", "g10r")
_PHYSICAL_BANDS = bands(poor=0, fair=35, good=42, very_good=50, excellent=58)
_MENTAL_BANDS = bands(poor=0, fair=29, good=40, very_good=48, excellent=56)
_GOOD = Scale(low=1, high=5, low_anchor="Poor", high_anchor="Excellent")
_BEST_IS_5 = Scale(low=1, high=5, low_anchor="Worst answer", high_anchor="Best answer")


def _two_healths(reading: Reading) -> Scored:
    """Each half stands for itself. Items 1 and 9 belong to neither."""
    physical, mental = _raw(reading, _PHYSICAL), _raw(reading, _MENTAL)
    if physical is None and mental is None:
        return not_scorable(*reading.missing)
    gph, gmh = _t(tables.GLOBAL_PHYSICAL, physical), _t(tables.GLOBAL_MENTAL, mental)
    found: dict[str, Value] = {
        "gph_raw": physical,
        "gph_t": None if gph is None else float(gph),
        "gph_band": band_of(gph, _PHYSICAL_BANDS),
        "gmh_raw": mental,
        "gmh_t": None if gmh is None else float(gmh),
        "gmh_band": band_of(gmh, _MENTAL_BANDS),
    }
    both = physical is not None and mental is not None
    return Scored(status="complete" if both else "partial", missing=reading.missing, subscores=found)


def _raw(reading: Reading, items: tuple[str, ...]) -> int | None:
    if reading.unanswered(items):
        return None
    return int(sum(_worth(item, reading.answers[item].points) for item in items))


def _worth(item: str, points: Fraction) -> Fraction | int:
    """No pain is worth 5, up to 3 worth 4, up to 6 worth 3, up to 9 worth 2, and 10 worth 1."""
    return 5 - sum(points >= step for step in (1, 4, 7, 10)) if item == "g07r" else points


def _t(scores: Mapping[int, Fraction], raw: int | None) -> Fraction | None:
    return None if raw is None else scores[raw]


PROMIS_GLOBAL10 = Instrument(
    id="promis_global10",
    title="PROMIS Global-10",
    items=(
        *unworded(numbered("g0", 5), _GOOD),
        *unworded(("g06",), _BEST_IS_5),
        Item(id="g07r", wording=None, response=Scale(low_anchor=LEAST, high_anchor=WORST)),
        *unworded(("g08r",), _BEST_IS_5),
        *unworded(("g09r",), _GOOD),
        *unworded(("g10r",), _BEST_IS_5),
    ),
    domain="health",
    recall=days(7),
    cadence="baseline, 12 weeks, 6 and 12 months; mental health below 29 leads to psychology",
    higher_is_worse=False,
    rule=_two_healths,
    missing_rule="each half needs its four items",
    headline=("gph_raw", "gph_t", "gmh_raw", "gmh_t"),
    parts=tuple(
        Part(name=name, higher_is_worse=False, important_change=both_ways("5", "K", "5 T-score points"))
        for name in ("gph_t", "gmh_t")
    ),
    origin=licensed("open scorer; Hays 2009 and 2015", "V", OWNER),
    languages=(),
)
