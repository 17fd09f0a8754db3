"""Whether a score has changed by enough to matter, computed from exact values, never from shown ones."""

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.scores import Score, Status
from instruments.instrument import Instrument
from instruments.items import Item, Number, yes_no
from instruments.reading import Reading, exact
from instruments.rounding import half_up
from instruments.rules import Scored
from instruments.terms import Origin

Given = Fraction | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needed:
    points: Fraction | None
    percent: Fraction | None
    worse_points: Fraction | None


def change(
    baseline: Given,
    follow_up: Given,
    *,
    lower_is_better: bool = True,
    points: Given = None,
    percent: Given = None,
) -> Score:
    """The score is the gain: positive is better. To be improved, the points or the percent suffice.

    Worse is judged by the points, and by the percent only where no points are given.
    """
    needed = _Needed(points=exact(points), percent=exact(percent), worse_points=exact(points))
    return _change(baseline, follow_up, needed, lower_is_better=lower_is_better)


def change_of(instrument: Instrument, baseline: Score, follow_up: Score) -> Score:
    """The change of one instrument by its own important change; a time without a number is a missing one."""
    needed = _Needed(
        points=instrument.improved_by_points,
        percent=instrument.improved_by_percent,
        worse_points=instrument.worsened_by_points,
    )
    times = (_comparable(baseline), _comparable(follow_up))
    found = _change(*times, needed, lower_is_better=instrument.higher_is_worse)
    return replace(found, band=_judged(instrument, baseline, follow_up, found))


def changes_of_parts(instrument: Instrument, baseline: Score, follow_up: Score) -> dict[str, Score]:
    """Of an instrument without one number: the change of each of its parts, by that part's own important change."""
    found: dict[str, Score] = {}
    for part in instrument.parts:
        matters = part.important_change
        needed = _Needed(points=matters.points, percent=matters.percent, worse_points=matters.worse_points)
        before, after = (exact(score.subscores.get(part.name)) for score in (baseline, follow_up))
        found[part.name] = _change(before, after, needed, lower_is_better=part.higher_is_worse)
    return found


def _judged(instrument: Instrument, baseline: Score, follow_up: Score, found: Score) -> str | None:
    """A flag that was not there before is worse, whether or not there is a number; a target asks where it stands."""
    flags = instrument.important_change.worse_flags if instrument.important_change else ()
    if {*flags} & {*follow_up.safety} - {*baseline.safety}:
        return "worsened"
    if instrument.target is None or found.exact is None or follow_up.exact is None:
        return found.band
    if follow_up.exact >= instrument.target.at_least:
        return "improved"
    return "worsened" if follow_up.exact < instrument.target.below else "no_important_change"


def _comparable(score: Score) -> Fraction | None:
    # A partial score stands for other items than the other time's; `psfs_change` compares item by item.
    return None if score.status == "partial" else score.exact


def _change(baseline: Given, follow_up: Given, needed: _Needed, *, lower_is_better: bool) -> Score:
    times = {"baseline": baseline, "follow_up": follow_up}
    before, after = exact(baseline), exact(follow_up)
    if before is None or after is None:
        missing = tuple(name for name, value in times.items() if value is None)
        bad = tuple(name for name, value in times.items() if value is not None and exact(value) is None)
        status: Status = "invalid" if bad else "not_scorable"
        return Score(instrument="change", status=status, missing=missing, bad_items=bad)
    gain = before - after if lower_is_better else after - before
    gain_percent = 100 * gain / abs(before) if before else None
    return Score(
        instrument="change",
        status="complete",
        exact=gain,
        shown=half_up(gain, 1),
        band=_band(gain, gain_percent, needed),
        subscores={} if gain_percent is None else {"pct": float(half_up(gain_percent, 1))},
    )


def _band(gain: Fraction, gain_percent: Fraction | None, needed: _Needed) -> str | None:
    """None where nothing says what matters, or where only a percent does and the baseline is zero."""
    if _reaches(gain, needed.points) or _reaches(gain_percent, needed.percent):
        return "improved"
    if needed.worse_points is not None:
        return "worsened" if _reaches(-gain, needed.worse_points) else "no_important_change"
    if needed.percent is None or gain_percent is None:
        return None
    return "worsened" if _reaches(-gain_percent, needed.percent) else "no_important_change"


def _reaches(moved: Fraction | None, needed: Fraction | None) -> bool:
    return moved is not None and needed is not None and moved >= needed


def _by_numbers(reading: Reading) -> Scored:
    found = change(
        reading.points("baseline"),
        reading.points("follow_up"),
        lower_is_better=reading.code("lower_is_better") is not False,
        points=reading.points("points"),
        percent=reading.points("percent"),
    )
    return Scored(
        status=found.status,
        exact=found.exact,
        shown=found.shown,
        band=found.band,
        missing=found.missing,
        subscores=found.subscores,
    )


def _number(item: str, wording: str, *, low: int = -1_000_000, optional: bool = False) -> Item:
    response = Number(low=low, high=1_000_000, unit="points")
    return Item(id=item, wording=wording, response=response, optional=optional)


CHANGE = Instrument(
    id="change",
    title="Change since baseline",
    items=(
        _number("baseline", "Score at baseline"),
        _number("follow_up", "Score now"),
        yes_no("lower_is_better", "Lower is better (taken for granted unless said)", optional=True),
        _number("points", "Points that matter", low=0, optional=True),
        _number("percent", "Percent that matters", low=0, optional=True),
    ),
    asked_by="nobody",
    recall="now",
    cadence="with each score that has a baseline",
    higher_is_worse=False,
    rule=_by_numbers,
    missing_rule="both times are needed",
    outcomes=("improved", "no_important_change", "worsened"),
    origin=Origin(
        source="IMMPACT, Dworkin 2008", evidence="V", licence="arithmetic, no owner", shipping="ship"
    ),
)
