"""Where everything of a pathway stands: each step, each block of steps, and which facts each rule listens to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, assert_never

from engine.conditions import (
    AboveMedian,
    AllOf,
    Answer,
    AnswerChange,
    AnyOf,
    AtLeast,
    BestScore,
    Changed,
    Compare,
    Condition,
    DaysSince,
    DaysWith,
    Fact,
    Flagged,
    InBand,
    Known,
    LeftOut,
    MeanChange,
    MissedInARow,
    Not,
    Outcome,
    PercentOf,
    Quantity,
    Reported,
    SafetyOpen,
    ScoreOf,
    TimesReported,
    VisitCount,
    parts,
)
from engine.ladders import Ladder, Severity
from engine.words import Ask, Book, Choose, Confer, Go, Pathway, Procedure, Repeat, Rule, Step, Together, When

BlockKind = Literal[
    "stage",
    "alongside",
    "therapy",
    "rule",
    "repeat",
    "before",
    "after",
    "undo",
    "missed",
    "failures",
    "ending",
    "added",
]


GO_ON = frozenset({"undo", "after", "missed", "failures"})
"""Blocks that go on when the step that opened them is left behind: follow-up and undoing are owed to the patient."""


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that run as one sequence and are counted together. `owner` is the step that they belong to, if any."""

    id: str
    kind: BlockKind
    name: str
    steps: tuple[Step, ...]
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    steps: Mapping[str, Step]
    block_of: Mapping[str, str]
    blocks: Mapping[str, Block]
    inside: Mapping[str, tuple[str, ...]]
    names_in: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[Rule, ...]]
    hanging_on: Mapping[str, tuple[str, ...]]
    watched: Mapping[str, tuple[str, ...]]
    counted: frozenset[str]
    ladders: Mapping[str, Ladder]
    severities: Mapping[str, Severity]
    stages: tuple[str, ...]


def children(step: Step) -> Iterator[tuple[Step, ...]]:
    """The sequences of steps inside a step that belong to the same block as the step itself."""
    for branch in step.branches:
        yield branch.steps
    match step:
        case Together():
            yield from step.tracks
        case Choose():
            for case in step.cases:
                yield case.steps
            yield step.otherwise
            yield step.undecided or ()
        case Go():
            yield step.instead
        case _:
            pass


def moments(step: Step) -> tuple[When, ...]:
    """What the author wrote of when a step opens, and of when its visit may be held."""
    not_before = step.not_before if isinstance(step, Book | Procedure) else None
    return tuple(when for when in (step.when, not_before) if when is not None)


def counts_from(step: Step) -> tuple[str, ...]:
    """The anchors whose moving moves the step, each once."""
    of_form = (step.before_visit,) if isinstance(step, Ask) and step.before_visit is not None else ()
    return tuple(dict.fromkeys((*(when.anchor for when in moments(step)), *of_form)))


def inner_blocks(step: Step, *, safety: bool) -> Iterator[Block]:
    """The blocks that a step opens beside its own."""
    if step.undo:
        yield Block(f"undo/{step.name}", "undo", step.name, step.undo, safety=True)
    match step:
        case Repeat():
            yield Block(f"repeat/{step.name}", "repeat", step.name, step.steps, safety)
        case Procedure():
            yield Block(f"before/{step.name}", "before", step.name, step.before, safety)
            yield Block(f"after/{step.name}", "after", step.name, step.after, safety)
        case Book():
            for number, tier in enumerate(step.missed, start=1):
                yield Block(f"missed/{step.name}/{number}", "missed", step.name, tier, safety)
        case Confer():
            yield Block(f"failures/{step.name}", "failures", step.name, step.after_failures, safety)
        case _:
            pass


def top_blocks(pathway: Pathway) -> Iterator[Block]:
    for stage in pathway.stages:
        yield Block(f"stage/{stage.name}", "stage", stage.name, stage.steps)
        yield Block(f"alongside/{stage.name}", "alongside", stage.name, stage.alongside)
    for therapy in pathway.therapies:
        yield Block(f"therapy/{therapy.name}", "therapy", therapy.name, therapy.steps)
    for rule in (*pathway.safety, *pathway.rules):
        yield Block(f"rule/{rule.name}", "rule", rule.name, rule.then, safety=rule.safety)
        yield Block(f"rule/{rule.name}/undecided", "rule", rule.name, rule.undecided, safety=rule.safety)
    for ending in pathway.endings:
        yield Block(f"ending/{ending.ending}", "ending", ending.ending, ending.steps)


def walk_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step of the same block, in the order in which they are written."""
    for step in steps:
        yield step
        for inner in children(step):
            yield from walk_steps(inner)


def inputs(condition: Condition | Quantity) -> Iterator[str]:
    """The names of the facts that a condition reads: a rule is asked again when one of them changes."""
    for part in parts(condition):
        match part:
            case ScoreOf() | BestScore() | Changed() | InBand():
                yield f"score:{part.instrument}"
            case PercentOf():
                yield f"item:{part.instrument}.{part.item}"
                yield f"item:{part.instrument}.{part.whole}"
            case Answer() | DaysWith() | LeftOut() | AnswerChange() | AboveMedian() | MeanChange():
                yield f"item:{part.instrument}.{part.item}"
            case Fact():
                yield f"fact:{part.name}"
            case MissedInARow():
                yield f"missed:{part.step}"
            case Flagged():
                yield f"flag:{part.flag}"
            case Outcome():
                yield f"outcome:{part.step}"
            case Reported() | TimesReported():
                yield f"report:{part.report}"
            case VisitCount():
                yield f"visits:{part.step}"
            case SafetyOpen():
                yield "safety_tasks"
            case DaysSince() | Compare() | Known() | AllOf() | AnyOf() | AtLeast() | Not():
                pass
            case _:
                assert_never(part)


def conditions(pathway: Pathway, steps: Mapping[str, Step]) -> Iterator[Condition]:
    for rule in (*pathway.safety, *pathway.rules):
        yield rule.when
    for step in steps.values():
        match step:
            case Choose():
                yield from (case.condition for case in step.cases)
            case Confer():
                yield from (proposal.condition for proposal in step.proposes)
                yield from (seat.condition for seat in step.seats)
            case _:
                until = getattr(step, "until", None)
                if until is not None:
                    yield until


def _watched(pathway: Pathway, steps: Mapping[str, Step]) -> dict[str, tuple[str, ...]]:
    """Of each questionnaire the items that some condition reads; the answers to all others are not remembered."""
    found: dict[str, set[str]] = {}
    for condition in conditions(pathway, steps):
        for name in inputs(condition):
            kind, _, item = name.partition(":")
            if kind == "item":
                instrument, _, of = item.partition(".")
                found.setdefault(instrument, set()).add(of)
    return {instrument: tuple(sorted(items)) for instrument, items in found.items()}


@lru_cache(maxsize=256)
def index_of(pathway: Pathway) -> Index:
    """Computed once for each pathway in memory; the first step of a name wins, `check` reports the second."""
    steps: dict[str, Step] = {}
    block_of: dict[str, str] = {}
    blocks: dict[str, Block] = {}
    inside: dict[str, tuple[str, ...]] = {}
    names_in: dict[str, tuple[str, ...]] = {}
    queue = list(top_blocks(pathway))
    while queue:
        block = queue.pop(0)
        blocks[block.id] = block
        inner: list[str] = []
        for step in walk_steps(block.steps):
            steps.setdefault(step.name, step)
            block_of.setdefault(step.name, block.id)
            for child in inner_blocks(step, safety=block.safety):
                queue.append(child)
                inner.append(child.id)
        inside[block.id] = tuple(inner)
        names_in[block.id] = tuple(step.name for step in walk_steps(block.steps))
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in (*pathway.safety, *pathway.rules):
        for name in dict.fromkeys(inputs(rule.when)):
            rules[name] = (*rules.get(name, ()), rule)
    hanging: dict[str, tuple[str, ...]] = {}
    for step in steps.values():
        for anchor in counts_from(step):
            hanging[anchor] = (*hanging.get(anchor, ()), step.name)
    return Index(
        steps=steps,
        block_of=block_of,
        blocks=blocks,
        inside=inside,
        names_in=names_in,
        rules=rules,
        hanging_on=hanging,
        watched=_watched(pathway, steps),
        counted=frozenset(
            part.report
            for condition in conditions(pathway, steps)
            for part in parts(condition)
            if isinstance(part, TimesReported)
        ),
        ladders={ladder.name: ladder for ladder in pathway.ladders},
        severities={severity.name: severity for severity in pathway.severities},
        stages=tuple(stage.name for stage in pathway.stages),
    )
