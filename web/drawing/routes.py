"""The ways back to a stage: out of the band to the right, along a lane of that stage's own, and in at its heading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.words import Go
from web.drawing.marks import Card, Icon, Label, Mark, Wire, Words

LANE = 13.0
CLEAR = 4.0
STUB = 9.0


@dataclass(frozen=True, slots=True)
class Place:
    left: float
    top: float
    right: float
    bottom: float


def lanes_needed(targets: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(targets))


def ways_back(
    marks: tuple[Mark, ...], edge: float, lanes: tuple[str, ...], headings: dict[str, float]
) -> Iterator[Wire]:
    """`edge` is the right side of the bands; `headings` the height at which a lane goes into its stage."""
    taken = [_place(mark) for mark in marks if isinstance(mark, Card | Icon | Label | Words)]
    for card in marks:
        if isinstance(card, Card) and isinstance(card.step, Go) and card.step.stage in headings:
            lane = lanes.index(card.step.stage)
            across = edge + LANE * (lane + 1)
            points = (*_way_out(card, taken, edge, across), (across, headings[card.step.stage]))
            yield Wire(points=(*points, (edge, headings[card.step.stage])), look="go", tone=lane)


def _way_out(card: Card, taken: list[Place], edge: float, across: float) -> tuple[tuple[float, float], ...]:
    """Straight out if nothing is in the way, else up or down to the next free line; else beneath what is there."""
    right, middle = card.x + card.width, card.y + card.height / 2
    others = [place for place in taken if not _inside(place, card)]
    if _free(others, Place(right, middle, edge, middle)):
        return (right, middle), (across, middle)
    turn = right + STUB
    for step in range(4, 400, 4):
        for level in (middle - step, middle + step):
            upright = Place(turn, min(middle, level), turn, max(middle, level))
            if _free(others, upright) and _free(others, Place(turn, level, edge, level)):
                return (right, middle), (turn, middle), (turn, level), (across, level)
    return (right, middle), (across, middle)


def _inside(place: Place, card: Card) -> bool:
    return (
        card.x <= place.left
        and place.right <= card.x + card.width
        and card.y <= place.top
        and place.bottom <= card.y + card.height
    )


def _free(taken: list[Place], way: Place) -> bool:
    return not any(
        place.left - CLEAR < way.right
        and way.left < place.right + CLEAR
        and place.top - CLEAR < way.bottom
        and way.top < place.bottom + CLEAR
        for place in taken
    )


def _place(mark: Card | Icon | Label | Words) -> Place:
    if isinstance(mark, Words):
        return Place(mark.x, mark.y - 12, mark.x + mark.width, mark.y + 3)
    return Place(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
