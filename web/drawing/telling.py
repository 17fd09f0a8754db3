"""A pathway as text: its stages, therapies and rules in order, each step with what follows from how it comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from engine.words import Pathway, Repeat, Rule, Stage, Step, Together
from web.drawing.icons import SAID
from web.drawing.phrases import condition_in_words, ladder_in_words, plain, severity_in_words
from web.drawing.portrait import lines, rows


@dataclass(frozen=True, slots=True)
class Way:
    """What follows if a step comes out in a certain way, or one of the things that it holds together."""

    label: str
    note: str
    steps: tuple["Told", ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One step: its name, its kind in words, and the lines that a reader needs of it."""

    name: str
    kind: str
    said: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def title(self) -> str:
        return plain(self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """A stage, a therapy, a rule, an ending, a ladder or a severity. `name` is unique among its `kind`."""

    kind: str
    name: str
    title: str
    said: tuple[str, ...]
    ways: tuple[Way, ...] = ()


def told(pathway: Pathway) -> tuple[Part, ...]:
    return (
        *(_stage(number, one) for number, one in enumerate(pathway.stages, 1)),
        *(
            Part("therapy", one.name, one.title, (), (Way("", "", _all(one.steps)),))
            for one in pathway.therapies
        ),
        *(_rule("safety rule", one) for one in pathway.safety),
        *(_rule("rule", one) for one in pathway.rules),
        *(
            Part(
                "ending",
                one.ending,
                f"when it ends as {plain(one.ending)}",
                (),
                (Way("", "", _all(one.steps)),),
            )
            for one in pathway.endings
        ),
        *(Part("ladder", one.name, f"ladder {one.name}", ladder_in_words(one)) for one in pathway.ladders),
        *(Part("severity", one.name, one.name, severity_in_words(one)) for one in pathway.severities),
    )


def steps_of(ways: Iterable[Way]) -> Iterator[Told]:
    """Every step below, in the order of the text."""
    for step in chain.from_iterable(way.steps for way in ways):
        yield step
        yield from steps_of(step.ways)


def _stage(number: int, stage: Stage) -> Part:
    beside = (Way("alongside", "", _all(stage.alongside)),) if stage.alongside else ()
    ways = (Way("", "", _all(stage.steps)), *beside)
    return Part("stage", stage.name, f"{number} {plain(stage.name)}", (), ways)


def _rule(kind: str, rule: Rule) -> Part:
    said = (
        f"when {condition_in_words(rule.when)}",
        *((f"in {', '.join(plain(stage) for stage in rule.stages)}",) if rule.stages else ()),
        *((f"again after {rule.again_after} at the earliest",) if rule.again_after else ()),
    )
    undecided = (Way("cannot be decided", "", _all(rule.undecided)),) if rule.undecided else ()
    return Part(kind, rule.name, plain(rule.name), said, (Way("", "", _all(rule.then)), *undecided))


def _all(steps: Iterable[Step]) -> tuple[Told, ...]:
    return tuple(Told(step.name, SAID[step.kind], lines(step), tuple(_ways(step))) for step in steps)


def _ways(step: Step) -> Iterator[Way]:
    match step:
        case Together():
            yield from (Way("", "", _all(track)) for track in step.tracks)
        case Repeat():
            yield Way("each time", "", _all(step.steps))
        case _:
            pass
    yield from (Way(row.label, row.note, _all(row.steps)) for row in rows(step))
