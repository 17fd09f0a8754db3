"""Figures put beside each other, as many as fit."""

from web.drawing.marks import Figure, Mark


def shelves(parts: list[Figure], room: float, *, gap: float) -> Figure:
    """From left to right, and on to the next shelf where there is no more room."""
    marks: list[Mark] = []
    x, top, high, across = 0.0, 0.0, 0.0, 0.0
    for part in parts:
        if x and x + part.width > room:
            x, top, high = 0.0, top + high + gap, 0.0
        marks.extend(part.at(x, top))
        x += part.width + gap
        high = max(high, part.height)
        across = max(across, x - gap)
    return Figure(width=across, height=top + high, leaves_at=across, marks=tuple(marks))


def columns(parts: list[Figure], count: int, column: float, *, gap: float) -> Figure:
    """Each part goes into the column that is shortest so far."""
    tops = [0.0] * count
    marks: list[Mark] = []
    for part in parts:
        shortest = tops.index(min(tops))
        marks.extend(part.at(shortest * (column + gap), tops[shortest]))
        tops[shortest] += part.height + gap
    used = min(count, len(parts))
    across = used * (column + gap) - gap if used else 0.0
    return Figure(width=across, height=max(0.0, max(tops) - gap), leaves_at=across, marks=tuple(marks))
