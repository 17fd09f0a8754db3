"""Steps one after the other: to the right, then on the next line, with a wire from each to the next."""

from web.drawing.marks import PORT, Card, Figure, Frame, Mark, Wire

ACROSS = 26.0
"""Between a step and the next one: room for an arrow."""
DOWN = 20.0
SIDE = 16.0
"""Left and right of lines of steps: room for the wire from the end of one line to the start of the next."""
TRUNK = 16.0


def in_lines(figures: list[Figure], room: float) -> Figure:
    return _joined(_broken(figures, room - 2 * SIDE))


def _broken(figures: list[Figure], room: float) -> list[list[Figure]]:
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
            marks.append(_turn(placed[number - 1], left_at, _across(placed[number - 1]), side, top))
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


def _across(line: list[Figure]) -> float:
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
