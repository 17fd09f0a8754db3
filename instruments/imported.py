"""A clinic's own questionnaire, imported from a file: how a pathway names it. Its items are checked by `carepath check`."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An `engine.scores.Measure` that knows no more than a pathway says of it."""

    id: str
    item_ids: tuple[str, ...]
    higher_is_worse: bool
    improved_by_points: Fraction | None = None
    improved_by_percent: Fraction | None = None
    worsened_by_points: Fraction | None = None


def imported(name: str, *items: str, higher_is_worse: bool = True) -> Imported:
    """`imported("sleep_club", "nights", "rested")`, with the items that the pathway asks for."""
    return Imported(id=name, item_ids=items, higher_is_worse=higher_is_worse)
