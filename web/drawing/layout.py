"""Where the parts of steps stand: order runs to the right and on to the next line, what may follow stands below."""

from dataclasses import dataclass, replace

from engine.words import Repeat, Step, Together
from web.drawing.lettering import FROM_ICON, LABEL, card_of, label_of, told, words
from web.drawing.lines import ACROSS, SIDE, TRUNK, in_lines
from web.drawing.marks import LEADING, PORT, SIZES, Figure, Frame, Icon, Label, Mark, Wire, Words
from web.drawing.measure import wrap
from web.drawing.packing import shelves
from web.drawing.phrases import plain
from web.drawing.portrait import Row, inside, lines, rows, walk

PAD = 12.0
NARROW = 420.0
"""With less room than this the steps of a row stand under its label and not beside it; one step with less than"""
CARD = 240.0
"""and more than so many steps always do: they need the room."""
MANY = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Where steps are to stand: how much room there is, which step they follow from, and how small they are drawn."""

    room: float
    under: str = ""
    aside: bool = False

    def less(self, by: float) -> "Place":
        return replace(self, room=self.room - by)


def sequence(steps: tuple[Step, ...], place: Place) -> Figure:
    """Steps one after the other."""
    inner = place.less(2 * SIDE)
    return in_lines([figure_of(step, inner) for step in steps], place.room)


def figure_of(step: Step, place: Place) -> Figure:
    match step:
        case Together():
            body = _frame(step, [_track(track, place) for track in step.tracks], place.room)
        case Repeat():
            body = _frame(step, [sequence(step.steps, place.less(2 * PAD))], place.room)
        case _:
            body = card_of(step, place.room, place.under, aside=place.aside)
    return with_rows(body, rows(step), replace(place, under=step.name))


def with_rows(body: Figure, below: tuple[Row, ...], place: Place) -> Figure:
    """A step and, hanging from it like the branches of a tree, what follows how it comes out."""
    if not below:
        return body
    pill = max(label_of(row).width for row in below)
    figures = [
        _row(row, pill, replace(place.less(TRUNK + 14), aside=place.aside or row.aside)) for row in below
    ]
    marks: list[Mark] = list(body.marks)
    top, across = body.height + 9, body.width
    for figure in figures:
        marks.append(
            Wire(points=((TRUNK, body.height), (TRUNK, top + PORT), (TRUNK + 14, top + PORT)), look="tree")
        )
        marks.extend(figure.at(TRUNK + 14, top))
        top += figure.height + 7
        across = max(across, TRUNK + 14 + figure.width)
    return Figure(width=across, height=top - 7, leaves_at=body.leaves_at, marks=tuple(marks))


def _track(steps: tuple[Step, ...], place: Place) -> Figure:
    inner = sequence(steps, place.less(4 * PAD))
    around = Frame(x=0, y=0, width=inner.width + 2 * PAD, height=inner.height + 2 * PAD, look="track")
    return Figure(
        width=around.width, height=around.height, leaves_at=around.width, marks=(around, *inner.at(PAD, PAD))
    )


def _frame(step: Together | Repeat, parts: list[Figure], room: float) -> Figure:
    """A step that has steps inside."""
    head = _head(step, room)
    inner = shelves(parts, room - 2 * PAD, gap=10)
    across = max(head.width, inner.width + 2 * PAD)
    down = head.height + inner.height + PAD
    around = Frame(x=0, y=0, width=across, height=down, look=step.kind)
    marks = (around, *head.marks, *inner.at(PAD, head.height))
    return Figure(width=across, height=down, leaves_at=across, marks=marks)


def _head(step: Together | Repeat, room: float) -> Figure:
    limit = min(420.0, room - FROM_ICON - 10)
    name = words(wrap(plain(step.name), SIZES["name"], limit, bold=True), "name", FROM_ICON, 8)
    top = 8 + len(name) * LEADING["name"]
    said = words(
        (part for line in lines(step) for part in wrap(line, SIZES["meta"], limit)), "meta", FROM_ICON, top
    )
    icon = Icon(x=8, y=8, kind=step.kind, step=step, told=told(step))
    across = FROM_ICON + max(text.width for text in (*name, *said)) + 10
    return Figure(
        width=across,
        height=top + len(said) * LEADING["meta"] + 8,
        leaves_at=across,
        marks=(icon, *name, *said),
    )


def _row(row: Row, pill: float, place: Place) -> Figure:
    """A label, what it rests on, and the steps that follow: beside it, or under it where there is little room."""
    label = label_of(row)
    if not row.steps:
        note = wrap(row.note, SIZES["note"], max(min(place.room - label.width - 10, 420), 120))
        return _noted(label, note, label.width + 8, PORT - 10)
    if _much(row.steps, place.room - pill - ACROSS):
        return _under(row, label, place)
    note = wrap(row.note, SIZES["note"], max(pill, LABEL))
    head = _noted(label, note, 0, label.y + label.height + 3)
    left = max(pill, head.width) + ACROSS
    steps = sequence(row.steps, place.less(left))
    wire = Wire(points=((label.width, PORT), (left, PORT)))
    return Figure(
        width=left + steps.width,
        height=max(head.height, steps.height),
        leaves_at=left + steps.width,
        marks=(*head.marks, wire, *steps.at(left, 0)),
    )


def _much(steps: tuple[Step, ...], beside: float) -> bool:
    """Whether these steps need more room than there is beside their label."""
    if len(steps) == 1 and not any(True for _ in inside(steps[0])):
        return beside < CARD
    return beside < NARROW or sum(1 for _ in walk(steps)) > MANY


def _under(row: Row, label: Label, place: Place) -> Figure:
    note = wrap(row.note, SIZES["note"], max(place.room - 24, 120))
    head = _noted(label, note, 0, label.y + label.height + 3)
    steps = sequence(row.steps, place.less(24))
    top = head.height + 8
    wire = Wire(points=((8, label.y + label.height), (8, top + PORT), (24, top + PORT)))
    if note:
        note_marks = tuple(replace(mark, x=mark.x + 14) for mark in head.marks if isinstance(mark, Words))
        head = replace(head, marks=(label, *note_marks))
    return Figure(
        width=max(head.width + 14, 24 + steps.width),
        height=top + steps.height,
        leaves_at=24 + steps.width,
        marks=(*head.marks, wire, *steps.at(24, top)),
    )


def _noted(label: Label, note: tuple[str, ...], x: float, top: float) -> Figure:
    text = words(note, "note", x, top)
    across = max([label.width, *(x + line.width for line in text)])
    down = max([label.y + label.height, *((top + len(text) * LEADING["note"],) if text else ())])
    return Figure(width=across, height=down, leaves_at=label.width, marks=(label, *text))
