"""What is different in a pathway since its version before, in words that its author would use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.words import Pathway
from web.drawing.telling import Part, Told, steps_of, told


@dataclass(frozen=True, slots=True)
class Change:
    """`where` is the stage, therapy or rule. `was` and `now` are only those lines that differ."""

    how: Literal["new", "gone", "changed", "moved"]
    what: str
    where: str
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    what: str
    where: str
    lines: tuple[str, ...]


def changes(before: Pathway, after: Pathway) -> tuple[Change, ...]:
    """In the order of the later one; what is gone comes last."""
    was, now = _sayings(before), _sayings(after)
    found: list[Change] = []
    for name, saying in now.items():
        found += _compared(was.get(name), saying)
    found += [
        Change("gone", old.what, old.where, was=old.lines) for name, old in was.items() if name not in now
    ]
    return tuple(found)


def _compared(old: _Said | None, new: _Said) -> Iterator[Change]:
    if old is None:
        yield Change("new", new.what, new.where, now=new.lines)
        return
    if old.where != new.where:
        yield Change("moved", new.what, new.where, was=(f"in {old.where}",), now=(f"in {new.where}",))
    if old.lines != new.lines:
        was = tuple(line for line in old.lines if line not in new.lines)
        now = tuple(line for line in new.lines if line not in old.lines)
        if was or now:
            yield Change("changed", new.what, new.where, was=was, now=now)
        else:
            yield Change("changed", new.what, new.where, was=("in another order",))


def _sayings(pathway: Pathway) -> Mapping[tuple[str, str], _Said]:
    parts = told(pathway)
    stages = " → ".join(part.title.partition(" ")[2] for part in parts if part.kind == "stage")
    found = {
        ("pathway", pathway.name): _Said(
            "the pathway itself",
            "the whole",
            (
                pathway.title,
                f"stages: {stages}",
                f"the baseline ends at {pathway.baseline_until or 'no milestone'}",
                f"at most {pathway.open_forms} forms are open at once",
                f"texts need: {pathway.texting_consent or 'nothing'}",
            ),
        )
    }
    for part in parts:
        # A stage's number is its place in the order of stages, which is told once.
        title = part.title.partition(" ")[2] if part.kind == "stage" else part.title
        found[part.kind, part.name] = _Said(title, part.kind, (*part.said, *_order(part)))
        for step in steps_of(part.ways):
            found["step", step.name] = _Said(step.title, f"{part.kind} {title}", (*step.said, *_onward(step)))
    return found


def _order(part: Part) -> Iterator[str]:
    for way in part.ways:
        if way.steps:
            yield f"{way.label or 'its steps'}: {', then '.join(step.title for step in way.steps)}"


def _onward(step: Told) -> Iterator[str]:
    for way in step.ways:
        label = ", ".join(part for part in (way.label, way.note) if part) or "at the same time"
        yield f"{label}: {', then '.join(one.title for one in way.steps) or 'nothing more'}"
