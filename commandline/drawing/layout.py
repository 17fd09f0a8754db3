"""Where the parts of steps stand: order runs to the right and on to the next line, what may follow stands below."""

from collections.abc import Iterable
from dataclasses import replace

from commandline.drawing.marks import (
    LEADING,
    PORT,
    SIZES,
    Card,
    Figure,
    Frame,
    Icon,
    Label,
    Look,
    Mark,
    Wire,
    Words,
)
from commandline.drawing.measure import width, wrap
from commandline.drawing.packing import shelves
from commandline.drawing.phrases import plain
from commandline.drawing.portrait import Row, lines, rows
from engine.words import Repeat, Step, Together

ACROSS = 26.0
"""Between a step and the next one: room for an arrow."""
DOWN = 20.0
SIDE = 16.0
"""Left and right of lines of steps: room for the wire from the end of one line to the start of the next."""
TEXT = 176.0
"""As wide as the text of a card gets before it breaks."""
FROM_ICON = 34.0
PAD = 12.0
TRUNK = 16.0
LABEL = 132.0
NARROW = 330.0
"""With less room than this the steps of a row stand under its label and not beside it."""


def sequence(steps: tuple[Step, ...], room: float) -> Figure:
    """Steps one after the other."""
    return _joined(_in_lines([figure_of(step, room - 2 * SIDE) for step in steps], room - 2 * SIDE))


def figure_of(step: Step, room: float) -> Figure:
    match step:
        case Together():
            body = _frame(step, [_track(track, room) for track in step.tracks], room)
        case Repeat():
            body = _frame(step, [sequence(step.steps, room - 2 * PAD)], room)
        case _:
            body = _card(step, room)
    return with_rows(body, rows(step), room)


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


def with_rows(body: Figure, below: tuple[Row, ...], room: float) -> Figure:
    """A step and, hanging from it like the branches of a tree, what follows how it comes out."""
    if not below:
        return body
    pill = max(_label(row).width for row in below)
    figures = [_row(row, pill, room - TRUNK - 14) for row in below]
    marks: list[Mark] = list(body.marks)
    top, across = body.height + 10, body.width
    for figure in figures:
        marks.append(
            Wire(points=((TRUNK, body.height), (TRUNK, top + PORT), (TRUNK + 14, top + PORT)), look="tree")
        )
        marks.extend(figure.at(TRUNK + 14, top))
        top += figure.height + 8
        across = max(across, TRUNK + 14 + figure.width)
    return Figure(width=across, height=top - 8, leaves_at=body.leaves_at, marks=tuple(marks))


def _card(step: Step, room: float) -> Figure:
    limit = min(TEXT, room - FROM_ICON - 10)
    name = wrap(plain(step.name), SIZES["name"], limit, bold=True)
    said = tuple(part for line in lines(step) for part in wrap(line, SIZES["meta"], limit, most=5))
    widest = max(
        *(width(line, SIZES["name"], bold=True) for line in name),
        *(width(line, SIZES["meta"]) for line in said),
    )
    across = round(FROM_ICON + widest + 10)
    down = 16 + len(name) * LEADING["name"] + len(said) * LEADING["meta"]
    card = Card(x=0, y=0, width=across, height=down, step=step, name=name, lines=said, told=told(step))
    return Figure(width=across, height=down, leaves_at=across, marks=(card,))


def _track(steps: tuple[Step, ...], room: float) -> Figure:
    inner = sequence(steps, room - 4 * PAD)
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


def _label(row: Row) -> Label:
    text = wrap(row.label, SIZES["note"], LABEL - 16)
    across = max(width(line, SIZES["note"]) for line in text) + 16
    down = len(text) * LEADING["note"] + 7
    return Label(x=0, y=PORT - 11, width=across, height=down, lines=text)


def _row(row: Row, pill: float, room: float) -> Figure:
    """A label, what it rests on, and the steps that follow: beside it, or under it where there is little room."""
    beside = room - pill - ACROSS
    label = _label(row)
    under = label.y + label.height + 3
    if not row.steps:
        note = wrap(row.note, SIZES["note"], max(min(beside + 16, 420), 120))
        return _noted(label, note, pill + 10, PORT - 10)
    if beside < NARROW and not _small(row.steps):
        return _under(row, label, room)
    note = wrap(row.note, SIZES["note"], max(pill, LABEL))
    head = _noted(label, note, 0, under)
    steps = sequence(row.steps, beside - max(0.0, head.width - pill))
    left = max(pill, head.width) + ACROSS
    wire = Wire(points=((label.width, PORT), (left, PORT)))
    return Figure(
        width=left + steps.width,
        height=max(head.height, steps.height),
        leaves_at=left + steps.width,
        marks=(*head.marks, wire, *steps.at(left, 0)),
    )


def _small(steps: tuple[Step, ...]) -> bool:
    return len(steps) == 1 and not isinstance(steps[0], Together | Repeat) and not rows(steps[0])


def _under(row: Row, label: Label, room: float) -> Figure:
    note = wrap(row.note, SIZES["note"], max(room - 24, 120))
    head = _noted(label, note, 0, label.y + label.height + 3)
    steps = sequence(row.steps, room - 24)
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


def _in_lines(figures: list[Figure], room: float) -> list[list[Figure]]:
    found: list[list[Figure]] = []
    used = 0.0
    for figure in figures:
        if found and used + ACROSS + figure.width <= room:
            found[-1].append(figure)
            used += ACROSS + figure.width
        else:
            found.append([figure])
            used = figure.width
    return found


def _joined(placed: list[list[Figure]]) -> Figure:
    """Lines of steps under each other, and the wires from each step to the next."""
    side = SIDE if len(placed) > 1 else 0.0
    marks: list[Mark] = []
    top, across, left_at = 0.0, 0.0, 0.0
    for number, line in enumerate(placed):
        if number:
            marks.append(_turn(placed[number - 1], left_at, across_of(placed[number - 1]), side, top))
            top += DOWN
        x, height = side, 0.0
        for position, figure in enumerate(line):
            if position:
                marks.append(Wire(points=((left_at, top + PORT), (x, top + PORT))))
            marks.extend(figure.at(x, top))
            left_at = x + figure.leaves_at
            height = max(height, figure.height)
            x += figure.width + ACROSS
        across = max(across, x - ACROSS)
        top += height
    return Figure(width=across + side, height=top, leaves_at=left_at, marks=tuple(marks))


def across_of(line: list[Figure]) -> float:
    return sum(figure.width for figure in line) + ACROSS * (len(line) - 1)


def _turn(line: list[Figure], left_at: float, across: float, side: float, top: float) -> Wire:
    """From the end of a line, which ends at `top`, to the start of the next one."""
    start = top - max(figure.height for figure in line) + PORT
    between, right, into = top + DOWN / 2, side + across + side / 2, top + DOWN + PORT
    if len(line) == 1 and line[0].height == _height_of_card(line[0]):
        return Wire(points=((side + TRUNK, top), (side + TRUNK, top + DOWN)))
    return Wire(
        points=(
            (left_at, start),
            (right, start),
            (right, between),
            (side / 2, between),
            (side / 2, into),
            (side, into),
        )
    )


def _height_of_card(figure: Figure) -> float:
    first = figure.marks[0]
    return first.height if isinstance(first, Card | Frame) else -1
