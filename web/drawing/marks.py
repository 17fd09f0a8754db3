"""What a drawing is made of: cards, frames, labels, words and wires, each with its place. A figure is a group of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from engine.words import Step

Look = Literal["pathway", "summary", "heading", "name", "meta", "note"]
FrameLook = Literal["band", "together", "track", "repeat", "alongside", "cell"]
SIZES: dict[Look, float] = {
    "pathway": 24,
    "summary": 13,
    "heading": 17,
    "name": 12.5,
    "meta": 11.5,
    "note": 11.5,
}
LEADING: dict[Look, float] = {"pathway": 30, "summary": 18, "heading": 22, "name": 16, "meta": 15, "note": 15}
PORT = 20.0
"""How far below the top of a card or frame a wire comes in and goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A step. `told` is what a pointer resting on it shows."""

    x: float
    y: float
    width: float
    height: float
    step: Step
    name: tuple[str, ...]
    lines: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    x: float
    y: float
    width: float
    height: float
    look: FrameLook
    name: str = ""
    """Of the stage, therapy or rule that it goes round."""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """Of a kind of step; with the step itself where the step is a frame and no card."""

    x: float
    y: float
    kind: str
    step: Step | None = None
    told: str = ""
    width: float = 20
    height: float = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How a step came out."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`y` is the line that the letters stand on."""

    x: float
    y: float
    width: float
    text: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A line through these points, with round corners, and an arrow at its end unless it is a branch of a tree."""

    points: tuple[tuple[float, float], ...]
    look: Literal["flow", "tree", "go", "stage"] = "flow"
    tone: int = 0


Mark: TypeAlias = Card | Frame | Icon | Label | Words | Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`leaves_at` is how far right the flow goes out, at the height of `PORT`."""

    width: float
    height: float
    leaves_at: float
    marks: tuple[Mark, ...]

    def at(self, x: float, y: float) -> tuple[Mark, ...]:
        return moved(self.marks, x, y)


def moved(marks: Iterable[Mark], right: float, down: float) -> tuple[Mark, ...]:
    return tuple(_moved(mark, right, down) for mark in marks)


def _moved(mark: Mark, right: float, down: float) -> Mark:
    if isinstance(mark, Wire):
        return replace(mark, points=tuple((x + right, y + down) for x, y in mark.points))
    return replace(mark, x=mark.x + right, y=mark.y + down)
