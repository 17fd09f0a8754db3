"""The pathway at a glance: each stage with its main steps, where it may lead and end, and what goes on beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from engine.index import index_of
from engine.words import Choose, Finish, Go, Pathway, Repeat, Rule, Stage, Step, Together
from web.drawing.lettering import words
from web.drawing.marks import LEADING, SIZES, Figure, Frame, Icon, Label, Mark, Wire
from web.drawing.measure import width, wrap
from web.drawing.packing import shelves
from web.drawing.phrases import plain
from web.drawing.portrait import walk
from web.drawing.routes import LANE, lanes_needed

NAMES = 170.0
"""The column of the names."""
PAD = 12.0
BETWEEN = 24.0
ENTRY = 16.0
"""How far below its top a lane goes into a stage; its own ways out begin below that, so far apart:"""
APART = 9.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stage, or what is watched and done beside the stages: its main steps, and one sentence on the rest."""

    title: str
    target: str
    steps: tuple[Step, ...]
    note: str
    goes: tuple[str, ...]
    stage: str = ""
    onward: bool = False


def overview(pathway: Pathway, room: float) -> Figure:
    """As wide as `room`; each name leads to its band in the whole drawing."""
    lanes = lanes_of(pathway)
    across = room - LANE * (len(lanes) + 1)
    marks: list[Mark] = []
    tops: dict[str, float] = {}
    ways: list[tuple[float, str]] = []
    top = 0.0
    for part in _parts(pathway):
        band = _band(part, across)
        marks.extend(band.at(0, top))
        tops |= {part.stage: top + ENTRY}
        ways += [(top + ENTRY + APART * number, to) for number, to in enumerate(part.goes, 1)]
        top += band.height
        if part.onward:
            marks.append(Wire(points=((40, top), (40, top + BETWEEN)), look="stage"))
        top += BETWEEN
    for level, to in ways:
        if to not in tops:
            continue  # a stage that is not there: `check` says so
        lane = across + LANE * (lanes.index(to) + 1)
        points = ((across, level), (lane, level), (lane, tops[to]), (across, tops[to]))
        marks.append(Wire(points=points, look="go", tone=lanes.index(to)))
    return Figure(width=room, height=top - BETWEEN, leaves_at=room, marks=tuple(marks))


def lanes_of(pathway: Pathway) -> tuple[str, ...]:
    """The stages that something goes back or ahead to, a lane for each; the same in the overview and below."""
    return lanes_needed(step.stage for step in index_of(pathway).steps.values() if isinstance(step, Go))


def leaves(steps: tuple[Step, ...]) -> bool:
    """Whether a stage ends by itself whatever happens, so that the next one does not simply follow."""
    match steps[-1:]:
        case (Go() | Finish(),):
            return True
        case (Choose() as last,):
            return all(leaves(way) for way in (last.otherwise, *(case.steps for case in last.cases)))
        case _:
            return False


def _parts(pathway: Pathway) -> Iterator[Part]:
    for number, stage in enumerate(pathway.stages, 1):
        last = number == len(pathway.stages)
        yield _stage(number, stage, onward=not last and not leaves(stage.steps))
    for therapy in pathway.therapies:
        note = f"a therapy that a care plan can choose; {_rest(therapy.steps)}".removesuffix("; ")
        yield Part(therapy.title, f"therapy-{therapy.name}", _main(therapy.steps), note, ())
    if pathway.safety:
        yield _rules("safety rules", "safety", "in every stage, on hold and after the end", pathway.safety)
    if pathway.rules:
        yield _rules("other rules", "rules", "", pathway.rules)


def _stage(number: int, stage: Stage, *, onward: bool) -> Part:
    steps = (*stage.steps, *stage.alongside)
    goes = tuple(dict.fromkeys(step.stage for step in walk(steps) if isinstance(step, Go)))
    title = f"{number}  {plain(stage.name)}"
    return Part(title, f"stage-{stage.name}", _main(steps), _rest(steps), goes, stage.name, onward)


def _rules(title: str, target: str, when: str, rules: tuple[Rule, ...]) -> Part:
    """Their names say what they watch for."""
    steps = tuple(chain.from_iterable((*rule.then, *(rule.undecided or ())) for rule in rules))
    goes = tuple(dict.fromkeys(step.stage for step in walk(steps) if isinstance(step, Go)))
    watched = "; ".join(plain(rule.name) for rule in rules)
    return Part(title, target, (), f"{len(rules)}{', ' if when else ''}{when}: {watched}", goes)


def _main(steps: Iterable[Step]) -> tuple[Step, ...]:
    """In order, without what follows only when something comes out in a certain way."""
    return tuple(chain.from_iterable(_shown(step) for step in steps))


def _shown(step: Step) -> Iterable[Step]:
    match step:
        case Together():
            return chain.from_iterable(_main(track[:1]) for track in step.tracks)
        case Repeat():
            return _main(step.steps)
        case _:
            return () if step.kind == "mark" else (step,)


def _rest(steps: tuple[Step, ...]) -> str:
    everything = tuple(walk(steps))
    more = len(everything) - len(_main(steps))
    endings = dict.fromkeys(plain(step.ending) for step in everything if isinstance(step, Finish))
    goes = dict.fromkeys(plain(step.stage) for step in everything if isinstance(step, Go))
    said = (
        f"{more} more steps follow from how these come out" if more else "",
        f"may go to {', '.join(goes)}" if goes else "",
        f"may end here: {', '.join(endings)}" if endings else "",
    )
    return "; ".join(part for part in said if part)


def _band(part: Part, room: float) -> Figure:
    inner = room - NAMES - 2 * PAD
    name = wrap(part.title, SIZES["name"], NAMES - 16, bold=True)
    label = Label(
        x=PAD, y=8, width=NAMES - 14, height=len(name) * LEADING["note"] + 7, lines=name, target=part.target
    )
    chips = shelves([_chip(step) for step in part.steps], inner, gap=12)
    top = 8 + (chips.height + 6 if part.steps else 0)
    note = words(wrap(part.note, SIZES["note"], inner), "note", NAMES + PAD, top)
    below = ENTRY + APART * (len(part.goes) + 1)
    height = max(top + len(note) * LEADING["note"] + 8, label.y + label.height + 8, below)
    around = Frame(x=0, y=0, width=room, height=height, look="band")
    return Figure(
        width=room,
        height=height,
        leaves_at=room,
        marks=(around, label, *chips.at(NAMES + PAD, 8), *note),
    )


def _chip(step: Step) -> Figure:
    text = words((plain(step.name),), "note", 25, 3)
    across = 25 + width(plain(step.name), SIZES["note"])
    return Figure(width=across, height=20, leaves_at=across, marks=(Icon(x=0, y=0, kind=step.kind), *text))
