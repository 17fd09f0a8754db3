"""What is written: lines of text, the card of a step, the label of a row."""

from collections.abc import Iterable

from engine.words import Step
from web.drawing.marks import LEADING, PORT, SIZES, Card, Figure, Label, Look, Words
from web.drawing.measure import width, wrap
from web.drawing.phrases import plain
from web.drawing.portrait import Row, lines

FROM_ICON = 34.0
TEXT = 190.0
"""As wide as the text of a card gets before it breaks."""
WIDE = 204.0
"""The same for the flat cards of what is aside."""
LABEL = 132.0


def words(text: Iterable[str], look: Look, x: float, top: float) -> tuple[Words, ...]:
    """Lines of text from `top` down."""
    return tuple(
        Words(
            x=x,
            y=top + (number + 0.78) * LEADING[look],
            width=width(line, SIZES[look], bold=look in ("name", "heading", "pathway")),
            text=line,
            look=look,
        )
        for number, line in enumerate(text)
    )


def told(step: Step) -> str:
    """Everything about a step, its name as it is written, and where."""
    at = f" ({step.line})" if step.line else ""
    return "\n".join((f"{step.name}{at}", *lines(step)))


def card_of(step: Step, room: float, under: str, *, aside: bool) -> Figure:
    limit = min(WIDE if aside else TEXT, room - FROM_ICON - 10)
    said = lines(step)
    if aside:
        said = (", ".join(said).removeprefix("task for "),)
    name = wrap(_short(step.name, under), SIZES["name"], limit, bold=True)
    most = 2 if aside else 5
    text = tuple(part for line in said for part in wrap(line, SIZES["meta"], limit, most=most))
    widths = [width(line, SIZES["name"], bold=True) for line in name] + [
        width(line, SIZES["meta"]) for line in text
    ]
    across = round(FROM_ICON + max(widths) + 10)
    down = (10 if aside else 16) + len(name) * LEADING["name"] + len(text) * LEADING["meta"]
    drawn = Card(x=0, y=0, width=across, height=down, step=step, name=name, lines=text, told=told(step))
    return Figure(width=across, height=down, leaves_at=across, marks=(drawn,))


def _short(name: str, under: str) -> str:
    """Without the name of the step that it follows from; a pointer shows the whole name."""
    rest = name.removeprefix(f"{under}_")
    return f"… {plain(rest)}" if under and rest != name else plain(name)


def label_of(row: Row) -> Label:
    text = wrap(row.label, SIZES["note"], LABEL - 16)
    across = max(width(line, SIZES["note"]) for line in text) + 16
    down = len(text) * LEADING["note"] + 7
    return Label(x=0, y=PORT - 11, width=across, height=down, lines=text)
