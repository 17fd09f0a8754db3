"""What lies ahead of a journey: the earliest moment of its one agenda, and what a hold leaves running."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from engine.index import Index
from engine.journey import Due, OnHold, OpenTask, Progress, TherapyProgress, not_ended

HOLD = "hold_review"
FAULT = "fault"
_GO_ON = frozenset({HOLD, FAULT})
"""Tasks of no step: the review of a hold, and a fault of the pathway. Both keep their time during a hold."""


class Standing(Protocol):
    """Where a journey stands, frozen or in the middle of a decision."""

    @property
    def steps(self) -> Mapping[str, Progress]: ...
    @property
    def tasks(self) -> Mapping[str, OpenTask]: ...
    @property
    def plan(self) -> Sequence[TherapyProgress] | None: ...
    @property
    def hold(self) -> OnHold | None: ...


class Indexed(Standing, Protocol):
    @property
    def index(self) -> Index: ...


def earliest(standing: Standing, index: Index) -> tuple[Due, Progress | OpenTask | TherapyProgress] | None:
    """The next entry of the agenda, and whose it is."""
    first: Progress | OpenTask | TherapyProgress | None = None
    for owner in _owners(standing, index):
        if first is None or owner.agenda[0].at < first.agenda[0].at:
            first = owner
    return None if first is None else (first.agenda[0], first)


def agenda(standing: Standing, index: Index) -> list[tuple[Due, str]]:
    """All that is on it, earliest first, each with the name of the step, task or therapy whose entry it is."""
    entries = [
        (due, owner.item.therapy if isinstance(owner, TherapyProgress) else owner.step)
        for owner in _owners(standing, index)
        for due in owner.agenda
    ]
    return sorted(entries, key=lambda entry: (entry[0].at, entry[1]))


def _owners(standing: Standing, index: Index) -> Iterator[Progress | OpenTask | TherapyProgress]:
    held = standing.hold is not None
    for progress in not_ended(standing.steps):
        if progress.agenda and (not held or _step_goes_on(index, progress)):
            yield progress
    for task in standing.tasks.values():
        if task.agenda and (not held or _task_goes_on(task)):
            yield task
    if standing.plan is not None and not held:
        for therapy in standing.plan:
            if therapy.agenda:
                yield therapy


def goes_on(standing: Indexed, of: Progress | OpenTask) -> bool:
    """Whether this keeps its time while the journey is on hold."""
    return _task_goes_on(of) if isinstance(of, OpenTask) else _step_goes_on(standing.index, of)


def goes_on_for(index: Index, progress: Progress | None) -> bool:
    """Whether a step's words may be said while the journey is on hold."""
    return progress is not None and _step_goes_on(index, progress)


def _task_goes_on(task: OpenTask) -> bool:
    return task.safety or task.step in _GO_ON


def _step_goes_on(index: Index, progress: Progress) -> bool:
    block, step = index.blocks.get(progress.block), index.steps.get(progress.step)
    return (block is not None and block.safety) or (step is not None and step.during_hold)
