"""One journey as it is drawn: each stage with its steps, what is done, what is open now, and what is still ahead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.ahead import agenda
from engine.index import index_of
from engine.journey import Due, Journey, Progress
from engine.words import (
    Ask,
    Book,
    Confer,
    DeliverPlan,
    Message,
    Pathway,
    Procedure,
    Repeat,
    Step,
    Task,
    Together,
)

State = Literal["done", "now", "ahead", "left"]
SHOWN = (Ask, Book, Task, Confer, DeliverPlan, Procedure, Message)
"""What a person would tell of; marks, waits and choices are how it is put together."""
MOMENTS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    name: str
    kind: str
    state: State
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMark:
    """`times` counts how often it was begun."""

    name: str
    state: State
    times: int
    steps: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyMark:
    name: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`open` are the steps that can be skipped or moved, `ended` those that can be repeated."""

    id: str
    title: str
    status: str
    ending: str | None
    stage: str | None
    hold: tuple[datetime, str] | None
    stages: tuple[StageMark, ...]
    therapies: tuple[TherapyMark, ...]
    ahead: tuple[tuple[Due, str], ...]
    live: tuple[str, ...]
    ended: tuple[str, ...]
    reports: tuple[str, ...]
    flags: tuple[str, ...]


def drawn(journey: Journey, pathway: Pathway) -> Drawn:
    index = index_of(pathway)
    titles = {therapy.name: therapy.title for therapy in pathway.therapies}
    return Drawn(
        id=journey.id,
        title=pathway.title,
        status=journey.status,
        ending=journey.ending,
        stage=journey.stage,
        hold=None if journey.hold is None else (journey.hold.review_at, journey.hold.reason),
        stages=tuple(_stages(journey, pathway)),
        therapies=tuple(
            TherapyMark(
                name=one.item.therapy, title=titles.get(one.item.therapy, one.item.therapy), state=one.state
            )
            for one in journey.plan or ()
        ),
        ahead=tuple(agenda(journey, index)[:MOMENTS]),
        live=tuple(sorted(name for name, one in journey.steps.items() if one.state != "ended")),
        ended=tuple(sorted(name for name, one in journey.steps.items() if one.state == "ended")),
        reports=_reports(pathway),
        flags=journey.flags,
    )


def _stages(journey: Journey, pathway: Pathway) -> Iterator[StageMark]:
    for stage in pathway.stages:
        times = journey.runs.get(f"stage/{stage.name}", 0)
        state: State = (
            "now"
            if stage.name == journey.stage and journey.status == "active"
            else "done"
            if times
            else "ahead"
        )
        steps = tuple(
            _mark(step, journey.steps, state) for step in (*_told(stage.steps), *_told(stage.alongside))
        )
        yield StageMark(name=stage.name, state=state, times=times, steps=steps)


def _told(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The way that everybody goes; what hangs on how a step comes out is drawn when it has come up."""
    for step in steps:
        match step:
            case Together():
                for track in step.tracks:
                    yield from _told(track)
            case Repeat():
                yield from _told(step.steps)
            case _ if isinstance(step, SHOWN):
                yield step
            case _:
                pass


def _mark(step: Step, steps: Mapping[str, Progress], stage: State) -> Mark:
    progress = steps.get(step.name)
    if progress is None:
        return Mark(step.name, step.kind, "left" if stage == "done" else "ahead", "not reached")
    if progress.state != "ended":
        return Mark(step.name, step.kind, "now" if progress.state == "open" else "ahead", progress.state)
    said = progress.outcome or progress.ending or "done"
    return Mark(step.name, step.kind, "done" if progress.ending == "done" else "left", said)


def _reports(pathway: Pathway) -> tuple[str, ...]:
    """What this pathway listens for."""
    index = index_of(pathway)
    heard = {*index.watched, *index.rules}
    return tuple(sorted(name.removeprefix("report:") for name in heard if name.startswith("report:")))
