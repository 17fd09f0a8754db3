"""Marks as SVG text: it needs no other file, its letters can be searched and read aloud, its ground is white."""

from collections.abc import Iterable
from html import escape

from web.drawing.icons import ICONS, TONES, WIRES
from web.drawing.marks import LEADING, Card, Frame, Icon, Label, Mark, Wire, Words

ROUND = 9.0
STYLE = """
text { font-family: "DejaVu Sans", Verdana, system-ui, sans-serif; fill: #1f2933; }
.pathway { font-size: 24px; font-weight: bold; } .summary { font-size: 13px; fill: #47525f; }
.heading { font-size: 17px; font-weight: bold; } .name { font-size: 12.5px; font-weight: bold; }
.meta { font-size: 11.5px; fill: #36414d; } .note { font-size: 11.5px; fill: #47525f; }
.label { font-size: 11.5px; }
a:hover text { text-decoration: underline; }
.band { fill: #f8f9fb; stroke: #c3cad3; } .together { fill: #fff; stroke: #3d4b5f; stroke-dasharray: 6 4; }
.track { fill: #f3f5f8; stroke: none; } .repeat { fill: #fff; stroke: #3d4b5f; stroke-width: 1.5; }
.alongside { fill: #fff; stroke: #8b95a1; stroke-dasharray: 2 4; } .cell { fill: #fff; stroke: #c3cad3; }
.pill { fill: #e4e8ed; stroke: #8b95a1; }
.wire { fill: none; stroke-linecap: round; } .flow { stroke: #47525f; stroke-width: 1.5; }
.tree { stroke: #8b95a1; } .stage { stroke: #47525f; stroke-width: 3; } .go { stroke-width: 2; }
.icon { fill: none; stroke: #fff; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
"""


def svg(marks: Iterable[Mark], *, width: float, height: float, title: str, told: str) -> str:
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-labelledby="title told" lang="en">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="told">{escape(told)}</desc>',
        f"<style>{STYLE}</style>",
        f"<defs>{_arrows()}</defs>",
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#fff"/>',
        *(_drawn(mark) for mark in sorted(marks, key=_layer)),
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _layer(mark: Mark) -> int:
    """What lies below is drawn first; marks of one layer keep their order."""
    return (Frame, Wire, Card, Icon, Label, Words).index(type(mark))


def _drawn(mark: Mark) -> str:
    match mark:
        case Frame():
            return _frame(mark)
        case Wire():
            return _wire(mark)
        case Card():
            return _card(mark)
        case Icon():
            return _icon(mark)
        case Label():
            return _label(mark)
        case Words():
            return _line(mark.text, mark.x, mark.y, mark.look)


def _frame(frame: Frame) -> str:
    told = f"<title>{escape(frame.told)}</title>" if frame.told else ""
    named = f' id="{escape(frame.name)}"' if frame.name else ""
    return f'<rect{named} class="{frame.look}" {_place(frame)} rx="{12 if frame.look == "band" else 8}">{told}</rect>'


def _card(card: Card) -> str:
    dark, light = TONES[card.step.kind]
    edge = "2" if card.step.kind in ("confer", "procedure", "deliver_plan") else "1"
    # The text stands in the middle of its card, whose height leaves more room around it or less.
    inset = (card.height - len(card.name) * LEADING["name"] - len(card.lines) * LEADING["meta"]) / 2
    name = (
        _line(line, card.x + 34, card.y + inset + (number + 0.78) * LEADING["name"], "name")
        for number, line in enumerate(card.name)
    )
    top = card.y + inset + len(card.name) * LEADING["name"]
    said = (
        _line(line, card.x + 34, top + (number + 0.78) * LEADING["meta"], "meta")
        for number, line in enumerate(card.lines)
    )
    rect = f'<rect {_place(card)} rx="8" fill="{light}" stroke="{dark}" stroke-width="{edge}"/>'
    inside = "".join((rect, _glyph(card.step.kind, card.x + 7, card.y + inset + 1), *name, *said))
    return f'<g id="step-{escape(card.step.name)}"><title>{escape(card.told)}</title>{inside}</g>'


def _icon(icon: Icon) -> str:
    glyph = _glyph(icon.kind, icon.x, icon.y)
    if icon.step is None:
        return glyph
    return f'<g id="step-{escape(icon.step.name)}"><title>{escape(icon.told)}</title>{glyph}</g>'


def _glyph(kind: str, x: float, y: float) -> str:
    dark, _ = TONES[kind]
    return (
        f'<g transform="translate({_n(x)} {_n(y)})"><rect width="20" height="20" rx="5" fill="{dark}"/>'
        f'<path class="icon" d="{ICONS[kind]}"/></g>'
    )


def _label(label: Label) -> str:
    text = "".join(
        _line(line, label.x + 8, label.y + 3.5 + (number + 0.78) * LEADING["note"], "label")
        for number, line in enumerate(label.lines)
    )
    drawn = f'<rect class="pill" {_place(label)} rx="{10 if len(label.lines) == 1 else 8}"/>{text}'
    return f'<a href="#{escape(label.target)}">{drawn}</a>' if label.target else drawn


def _line(text: str, x: float, y: float, look: str) -> str:
    return f'<text class="{look}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _wire(wire: Wire) -> str:
    end = "" if wire.look == "tree" else f' marker-end="url(#{_arrow_of(wire)})"'
    tone = f' stroke="{WIRES[wire.tone % len(WIRES)]}"' if wire.look == "go" else ""
    return f'<path class="wire {wire.look}"{tone} d="{_path(wire.points)}"{end}/>'


def _arrow_of(wire: Wire) -> str:
    return f"go-{wire.tone % len(WIRES)}" if wire.look == "go" else wire.look


def _path(points: tuple[tuple[float, float], ...]) -> str:
    """Straight from point to point, with the corners taken off in a curve."""
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near = min(ROUND, _far(before, corner) / 2, _far(corner, after) / 2)
        into, out = _towards(corner, before, near), _towards(corner, after, near)
        parts.append(
            f"L{_n(into[0])} {_n(into[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(out[0])} {_n(out[1])}"
        )
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(parts)


def _far(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])  # every line is level or upright


def _towards(start: tuple[float, float], end: tuple[float, float], by: float) -> tuple[float, float]:
    far = _far(start, end) or 1
    return start[0] + (end[0] - start[0]) * by / far, start[1] + (end[1] - start[1]) * by / far


def _arrows() -> str:
    tones = {"flow": "#47525f", "stage": "#47525f", **{f"go-{n}": tone for n, tone in enumerate(WIRES)}}
    return "".join(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="{size}" markerHeight="{size}" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="{tone}"/></marker>'
        for (name, tone), size in zip(tones.items(), (8, 14, *(10 for _ in WIRES)), strict=True)
    )


def _place(mark: Card | Frame | Label) -> str:
    return f'x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
