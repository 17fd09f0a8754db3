"""Small plots as SVG that takes its colours from the page: a share with its interval, a run of periods, bars by week."""

from collections.abc import Sequence
from statistics import median

from markupsafe import Markup

WIDE, HIGH = 640.0, 220.0
LEFT, RIGHT, TOP, BELOW = 44.0, 12.0, 12.0, 28.0


def share(low: float, at: float, high: float, told: str) -> Markup:
    """From 0 to 100 %: a dot, and a line as long as the interval."""
    return Markup(
        '<svg class="share" viewBox="0 0 124 16" width="124" height="16" role="img" aria-label="{}">'
        '<path class="axis" d="M2 8h120M2 4v8M62 5v6M122 4v8"/><path class="interval" d="M{} 8H{}"/>'
        '<circle class="dot" cx="{}" cy="8" r="4"/></svg>'
    ).format(told, _n(2 + 120 * low), _n(2 + 120 * high), _n(2 + 120 * at))


def run_chart(
    names: Sequence[str],
    shares: Sequence[float | None],
    intervals: Sequence[tuple[float, float] | None],
    told: str,
) -> Markup:
    """Each period with its interval, and the median of all. A period without cases leaves a gap."""
    step = (WIDE - LEFT - RIGHT) / max(len(names), 1)
    places = [LEFT + step * (number + 0.5) for number in range(len(names))]
    parts = [_grid(), *(_label(x, HIGH - 8, name) for x, name in zip(places, names, strict=True))]
    known = [one for one in shares if one is not None]
    if known:
        middle = _n(_height(median(known)))
        parts.append(
            Markup('<path class="middle" d="M{} {}H{}"/>').format(_n(LEFT), middle, _n(WIDE - RIGHT))
        )
    before: tuple[float, float] | None = None
    for x, one, interval in zip(places, shares, intervals, strict=True):
        if one is None or interval is None:
            before = None
            continue
        y = _height(one)
        parts.append(_upright("interval", x, _height(interval[0]), _height(interval[1])))
        if before is not None:
            parts.append(
                Markup('<path class="run" d="M{} {}L{} {}"/>').format(
                    _n(before[0]), _n(before[1]), _n(x), _n(y)
                )
            )
        parts.append(Markup('<circle class="dot" cx="{}" cy="{}" r="5"/>').format(_n(x), _n(y)))
        before = (x, y)
    return _framed(parts, told)


def bars(names: Sequence[str], counts: Sequence[int], told: str) -> Markup:
    """One bar a week, with its number on it."""
    most = max([*counts, 1])
    step = (WIDE - LEFT - RIGHT) / max(len(names), 1)
    parts: list[Markup] = []
    for number, (name, count) in enumerate(zip(names, counts, strict=True)):
        x, height = LEFT + step * number, (HIGH - TOP - BELOW - 14) * count / most
        top = HIGH - BELOW - height
        parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>').format(
                "week late" if number == 0 else "week",
                _n(x + step * 0.15),
                _n(top),
                _n(step * 0.7),
                _n(height),
            )
        )
        parts += [_label(x + step / 2, top - 4, f"{count:,}"), _label(x + step / 2, HIGH - 8, name)]
    return _framed(parts, told)


def _framed(parts: Sequence[Markup], told: str) -> Markup:
    return Markup('<svg class="shares" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _n(WIDE), _n(HIGH), told, Markup().join(parts)
    )


def _grid() -> Markup:
    lines = [
        Markup('<path class="axis" d="M{} {}H{}"/><text class="side" x="{}" y="{}">{}</text>').format(
            *(
                _n(LEFT),
                _n(_height(part)),
                _n(WIDE - RIGHT),
                _n(LEFT - 6),
                _n(_height(part) + 4),
                f"{part:.0%}",
            )
        )
        for part in (0.0, 0.5, 1.0)
    ]
    return Markup().join(lines)


def _upright(look: str, x: float, low: float, high: float) -> Markup:
    return Markup('<path class="{}" d="M{} {}V{}"/>').format(look, _n(x), _n(low), _n(high))


def _label(x: float, y: float, said: str) -> Markup:
    return Markup('<text x="{}" y="{}">{}</text>').format(_n(x), _n(y), said)


def _height(share: float) -> float:
    return HIGH - BELOW - (HIGH - TOP - BELOW) * share


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
