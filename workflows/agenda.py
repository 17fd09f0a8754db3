"""What the workflow of a series of conferences carries from run to run, and what it shows: plain data."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.conference import Meeting, TeamCase
from engine.series import Duty, Series, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMemory:
    """`clock` is the conductor's time; None where the series lives by Temporal's own timer."""

    series: Series = field(default_factory=Series)
    clock: datetime | None = None
    events_per_run: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReceipt:
    """It is written down. `next_at` is when time alone changes something next."""

    meeting: str
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The next meeting in one look: whom it hears, in this order; `later` are those who wait for another one."""

    meeting: Meeting
    stage: Stage
    present: tuple[str, ...]
    cases: tuple[TeamCase, ...]
    later: tuple[TeamCase, ...]
    duties: tuple[Duty, ...]
    next_at: datetime
