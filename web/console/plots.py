"""Scores over time as SVG: the baseline, the band within which a change is not important, and what happened meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from database.chart import Point
from engine.zones import date_words, wall
from instruments.catalogue import UnknownInstrument, instrument
from instruments.instrument import Instrument
from web.console.told import title

WIDTH, HEIGHT = 340.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 12.0, 26.0
AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Plot:
    """`said` tells in one line what the eye sees; `rows` are the same as a table."""

    name: str
    title: str
    said: str
    svg: Markup
    rows: tuple[tuple[datetime, str, str], ...]


def plots(points: Sequence[Point], events: Sequence[tuple[datetime, str]], zone: str) -> list[Plot]:
    """Those that were asked most often first; a form with one score only has nothing to compare."""
    by_name = [(name, [*held]) for name, held in groupby(points, key=lambda point: point.instrument)]
    drawn = [_plot(name, held, events, zone) for name, held in by_name if _known(held) > 1]
    return sorted(drawn, key=lambda plot: -len(plot.rows))[:AT_MOST]


def _known(points: Sequence[Point]) -> int:
    return sum(point.value is not None for point in points)


def _plot(name: str, points: Sequence[Point], events: Sequence[tuple[datetime, str]], zone: str) -> Plot:
    values = [(point.at, float(point.value)) for point in points if point.value is not None]
    form = _form(name)
    baseline, latest = values[0][1], values[-1][1]
    said = f"{title(name)}: {_n(baseline)} at first, {_n(latest)} now, {_verdict(form, baseline, latest)}"
    rows = tuple(
        (
            point.at,
            "no score" if point.value is None else _n(float(point.value)),
            (point.band or "").replace("_", " "),
        )
        for point in points
    )
    return Plot(name, title(name), said, _svg(values, form, events, zone, said), rows)


def _form(name: str) -> Instrument | None:
    try:
        return instrument(name)
    except UnknownInstrument:
        return None


def _needed(form: Instrument | None, baseline: float) -> tuple[float, float] | None:
    """How much better and how much worse is important, as points; None where nobody has said."""
    if form is None:
        return None
    ways = [
        float(points)
        for points in (
            form.improved_by_points,
            None
            if form.improved_by_percent is None
            else form.improved_by_percent * abs(_exact(baseline)) / 100,
        )
        if points is not None and points > 0
    ]
    if not ways:
        return None
    worse = form.worsened_by_points
    return min(ways), float(worse) if worse is not None else min(ways)


def _exact(value: float) -> int:
    return round(value)


def _verdict(form: Instrument | None, baseline: float, latest: float) -> str:
    needed = _needed(form, baseline)
    if form is None or needed is None:
        return "what change matters is not known"
    gain = baseline - latest if form.higher_is_worse else latest - baseline
    if gain >= needed[0]:
        return "an important improvement"
    return "an important worsening" if -gain >= needed[1] else "no important change"


def _svg(
    values: Sequence[tuple[datetime, float]],
    form: Instrument | None,
    events: Sequence[tuple[datetime, str]],
    zone: str,
    said: str,
) -> Markup:
    first, last = values[0][0], max(values[-1][0], values[0][0] + timedelta(days=1))
    low, high = _range(values, form)

    def x(at: datetime) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((at - first) / (last - first))

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    parts = [f'<svg class="plot" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img"><title>{escape(said)}</title>']
    baseline = values[0][1]
    if form is not None and (needed := _needed(form, baseline)) is not None:
        better, worse = needed if form.higher_is_worse else needed[::-1]
        top, bottom = y(min(baseline + worse, high)), y(max(baseline - better, low))
        parts.append(
            f'<rect class="band" x="{LEFT:g}" y="{_n(top)}" width="{WIDTH - LEFT - RIGHT:g}" height="{_n(bottom - top)}"/>'
        )
    for value in (low, high):
        parts.append(
            f'<text class="axis" x="{LEFT - 6:g}" y="{_n(y(value) + 4)}" text-anchor="end">{_n(value)}</text>'
        )
        parts.append(f'<path class="grid" d="M{LEFT:g} {_n(y(value))}H{WIDTH - RIGHT:g}"/>')
    parts.append(f'<path class="base" d="M{LEFT:g} {_n(y(baseline))}H{WIDTH - RIGHT:g}"/>')
    for at, label in events:
        if first <= at <= last:
            parts.append(
                f'<path class="happened" d="M{_n(x(at))} {TOP:g}V{HEIGHT - BOTTOM:g}"><title>{escape(label)}</title></path>'
            )
    line = " ".join(f"{_n(x(at))},{_n(y(value))}" for at, value in values)
    parts.append(f'<polyline class="line-of" points="{line}"/>')
    parts += [
        f'<circle class="dot" cx="{_n(x(at))}" cy="{_n(y(value))}" r="3.5"><title>{_day(at, zone)}: {_n(value)}</title></circle>'
        for at, value in values
    ]
    for at, anchor in ((first, "start"), (last, "end")):
        parts.append(
            f'<text class="axis" x="{_n(x(at))}" y="{HEIGHT - 8:g}" text-anchor="{anchor}">{_day(at, zone)}</text>'
        )
    return Markup("".join(parts) + "</svg>")  # noqa: S704  (numbers, and words that are escaped)


def _range(values: Sequence[tuple[datetime, float]], form: Instrument | None) -> tuple[float, float]:
    if form is not None and form.score_range is not None:
        return float(form.score_range[0]), float(form.score_range[1])
    numbers = [value for _, value in values]
    low, high = min(numbers), max(numbers)
    return (low, high) if high > low else (low - 1, high + 1)


def _day(at: datetime, zone: str) -> str:
    return date_words(wall(at, zone).date())[4:]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
