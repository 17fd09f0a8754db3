"""Where a journey can get to: the ways out of a sequence of steps, and from one stage to the next."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.check_conditions import always
from engine.index import Block, Index
from engine.words import (
    Ask,
    Book,
    Choose,
    Confer,
    DeliverPlan,
    Finish,
    Go,
    Pathway,
    Procedure,
    Repeat,
    Step,
    Task,
    Together,
    Wait,
)

SIDE_BY_SIDE = frozenset({"alongside", "before", "after"})
"""Blocks whose steps do not wait for each other."""
_INSIDE_A_STEP = frozenset({"repeat", "before", "after", "undo", "missed", "failures"})
_TAKE_TIME = (Ask, Book, Task, Confer, DeliverPlan, Procedure, Wait, Repeat)


@dataclass(frozen=True, slots=True)
class Ways:
    """Out of a sequence: past its end, or by a `go` or `finish`. `dead` are steps that nothing leads to."""

    past_the_end: bool
    exits: tuple[Step, ...] = ()
    dead: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Traffic:
    """What stops a sequence: words that leave it for good, and steps that a patient is not followed past."""

    leaving: tuple[type[Go] | type[Finish], ...] = (Go, Finish)
    stop_at: Callable[[Step], bool] = lambda step: False


def takes_time(step: Step) -> bool:
    return step.when is not None or isinstance(step, _TAKE_TIME)


def ways(steps: tuple[Step, ...], traffic: Traffic) -> Ways:
    exits: list[Step] = []
    dead: list[Step] = []
    for number, step in enumerate(steps):
        if traffic.stop_at(step):
            return Ways(past_the_end=False, exits=tuple(exits), dead=tuple(dead))
        inner = [ways(option, traffic) for option in options(step)]
        exits += [step] if isinstance(step, Go | Finish) else []
        exits += [way for option in inner for way in option.exits]
        dead += [lost for option in inner for lost in option.dead]
        if not _goes_on(step, inner, traffic):
            dead += steps[number + 1 : number + 2]
            return Ways(past_the_end=False, exits=tuple(exits), dead=tuple(dead))
    return Ways(past_the_end=True, exits=tuple(exits), dead=tuple(dead))


def options(step: Step) -> Iterator[tuple[Step, ...]]:
    """The sequences of which one, or with `together` each, follows in the same block."""
    match step:
        case Together():
            yield from step.tracks
        case Choose():
            yield from _cases(step)
        case Go():
            yield step.instead
        case Task() | Confer() if step.outcomes:
            branches = {branch.label: branch.steps for branch in step.branches}
            yield from (dict.fromkeys(step.outcomes, ()) | branches).values()
        case _:
            yield ()
            yield from (branch.steps for branch in step.branches)


def _cases(step: Choose) -> Iterator[tuple[Step, ...]]:
    yield from (case.steps for case in step.cases)
    if step.undecided is not None:
        yield step.undecided
    if not any(always(case.condition) for case in step.cases):
        yield step.otherwise


def _goes_on(step: Step, inner: list[Ways], traffic: Traffic) -> bool:
    past = [option.past_the_end for option in inner]
    match step:
        case Finish():
            return Finish not in traffic.leaving
        case Go():
            return Go not in traffic.leaving or (step.at_most is not None and all(past))
        case Together():
            return all(past)
        case _:
            return any(past)


@dataclass(frozen=True)
class Network:
    """The stages of a pathway and what leads from one to another, by their places in it."""

    pathway: Pathway
    index: Index
    blocks: tuple[Block, ...]

    @property
    def last(self) -> int:
        return len(self.index.stages) - 1

    @cached_property
    def exits(self) -> tuple[tuple[Step, ...], ...]:
        """Of each stage, every `go` and `finish` that may be reached while the patient is in it."""
        return tuple(
            tuple(way for block in self._blocks_of(name) for way in self.of_block(block).exits)
            for name in self.index.stages
        )

    @cached_property
    def reached(self) -> frozenset[int]:
        """A rule or a therapy may lead to another stage from anywhere."""
        anywhere = [block for block in self.blocks if not self._stage_of(block)]
        jumps = [way for block in anywhere for way in self.of_block(block).exits]
        starts = {0, *(place for _, place in self._targets(jumps))}
        return closure(starts, {place: self.next(place) for place in range(len(self.index.stages))})

    def of_block(self, block: Block) -> Ways:
        tracks = [(step,) for step in block.steps] if block.kind in SIDE_BY_SIDE else [block.steps]
        found = [ways(track, Traffic(self._leaving(block))) for track in tracks]
        return Ways(
            all(way.past_the_end for way in found),
            tuple(step for way in found for step in way.exits),
            tuple(step for way in found for step in way.dead),
        )

    def next(self, place: int, *, unbounded: bool = False) -> frozenset[int]:
        """The stages that may follow; `unbounded` leaves out each `go` that says how often it may be taken."""
        wanted = [
            way
            for way in self.exits[place]
            if not (unbounded and isinstance(way, Go) and way.at_most is not None)
        ]
        return frozenset(target for _, target in self._targets(wanted)) | self._onward(place, Traffic())

    def at_once(self, place: int) -> frozenset[int]:
        """The stages that may follow without anything that takes time."""
        traffic = Traffic(stop_at=takes_time)
        found = ways(self.pathway.stages[place].steps, traffic).exits
        return frozenset(target for _, target in self._targets(found)) | self._onward(place, traffic)

    def back(self) -> Iterator[tuple[Go, int, int]]:
        """Each `go` to its own stage or an earlier one: what could turn in a circle."""
        for place, exits in enumerate(self.exits):
            for step, target in self._targets(exits):
                if target <= place:
                    yield step, place, target

    def ends(self, place: int) -> bool:
        """Whether a journey may end in this stage; the last one ends it, well or badly."""
        finishes = any(isinstance(way, Finish) for way in self.exits[place])
        return finishes or (place == self.last and self.past_the_end(place))

    def past_the_end(self, place: int) -> bool:
        return ways(self.pathway.stages[place].steps, Traffic()).past_the_end

    def _onward(self, place: int, traffic: Traffic) -> frozenset[int]:
        past = place < self.last and ways(self.pathway.stages[place].steps, traffic).past_the_end
        return frozenset({place + 1} if past else ())

    def _targets(self, exits: Iterable[Step]) -> Iterator[tuple[Go, int]]:
        for way in exits:
            if isinstance(way, Go) and way.stage in self.index.stages:
                yield way, self.index.stages.index(way.stage)

    def _blocks_of(self, stage: str) -> Iterator[Block]:
        return (block for block in self.blocks if self._stage_of(block) == stage)

    def _stage_of(self, block: Block) -> str | None:
        if block.kind in ("stage", "alongside"):
            return block.name
        if block.kind not in _INSIDE_A_STEP:
            return None
        return self._stage_of(self.index.blocks[self.index.block_of[block.name]])

    def _leaving(self, block: Block) -> tuple[type[Go] | type[Finish], ...]:
        """Safety goes on after the journey has ended, and only the stage's own steps stop when it is left."""
        if block.safety:
            return ()
        if block.kind in ("stage", "alongside"):
            return (Go, Finish)
        return (Go, Finish) if block.kind in ("repeat", "before") and self._stage_of(block) else (Finish,)


def closure(starts: Iterable[int], following: Mapping[int, frozenset[int]]) -> frozenset[int]:
    found: set[int] = set()
    ahead = list(starts)
    while ahead:
        place = ahead.pop()
        if place not in found:
            found.add(place)
            ahead.extend(following[place])
    return frozenset(found)
