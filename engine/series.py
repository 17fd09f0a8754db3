"""What a series of case conferences remembers, hears and leaves to be written down: plain data (engine/sitting.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from engine.conference import Meeting, Rules, TeamCase, Vote
from engine.journey import PlanItem
from engine.scores import Code, Id

Stage = Literal["planned", "frozen", "open"]
MeetingState = Literal["planned", "frozen", "open", "held", "failed"]
Asking = Literal["asked", "chased", "late"]
Duties = Literal["review_veto", "take_over_decision"]


# What can be told to a series. Ids are opaque; `dissent` and `reason` are ids of words that stay in the database.


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJoined:
    """A patient needs the team, or still does while the facts have changed. `at` counts under a conducted clock only."""

    id: str
    case: TeamCase
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLeft:
    id: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTaken:
    """Who is there or dialled in now; taken again, it replaces what was taken before."""

    id: str
    present: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeard:
    """The team talks about it. That needs no quorum."""

    id: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided:
    id: str
    case: str
    votes: Mapping[Code, Vote]
    outcome: Code | None = None
    plan: tuple[PlanItem, ...] | None = None
    dissent: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeldBack:
    """One role holds it back on safety grounds: nothing is decided until that role agrees."""

    id: str
    case: str
    by: Code
    reason: Id | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeferred:
    """Heard, and to be heard again next time."""

    id: str
    case: str
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone:
    id: str
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged:
    """The team meets otherwise from the meeting after the next on: the next is planned already."""

    id: str
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyTold:
    """The patient's journey took what the meeting came to; `refused` says why it did not."""

    id: str
    delivery: str
    refused: str | None = None


News: TypeAlias = (
    CaseJoined
    | CaseLeft
    | MeetingOpened
    | AttendanceTaken
    | CaseHeard
    | CaseDecided
    | CaseHeldBack
    | CaseDeferred
    | MeetingClosed
    | DutyDone
    | RulesChanged
    | JourneyTold
)


# What is remembered.


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a patient's journey is to be told of a meeting: a decision, or the `missing` seats for which there was none."""

    id: str
    case: str
    patient: str
    journey: str
    step: str
    occurrence: int
    number: int
    at: datetime
    present: tuple[str, ...] = ()
    outcome: str | None = None
    plan: tuple[PlanItem, ...] | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a role has to do about a case before it can go on; late, the director is told."""

    id: str
    case: TeamCase
    role: str
    what: Duties
    because: str
    opened_at: datetime
    due_at: datetime
    late: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All that is remembered of the meetings of one team. `passed` counts the moments of the next meeting that are over,
    `number` the lines of its journal."""

    name: str = "team"
    rules: Rules = field(default_factory=Rules)
    meeting: Meeting | None = None
    stage: Stage = "planned"
    passed: int = 0
    present: tuple[str, ...] = ()
    cases: tuple[TeamCase, ...] = ()
    duties: tuple[Duty, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    told: tuple[str, ...] = ()
    number: int = 0

    @property
    def ahead(self) -> Meeting:
        """The next meeting, or the one that is held now."""
        assert self.meeting is not None, "the series has not begun"
        return self.meeting


# What is to be written down.


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLine:
    """One line of the series' journal: news, or a moment that passed."""

    number: int
    at: datetime
    what: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    meeting: Meeting
    state: MeetingState
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """With a `veto` nothing was decided, and its role looks at it again by `review_by`. `news` told it."""

    case: TeamCase
    meeting: str
    present: tuple[str, ...]
    votes: Mapping[str, Vote]
    at: datetime
    outcome: str | None = None
    plan: tuple[PlanItem, ...] | None = None
    dissent: str | None = None
    veto: str | None = None
    review_by: datetime | None = None
    news: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Words to a role of the clinic about one case, once for ever under its key."""

    key: str
    case: TeamCase
    role: str
    how: Asking
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMoment:
    """All of a series that changed at once. `freeze` names the meeting whose packet is closed with it."""

    series: str
    at: datetime
    next_at: datetime
    line: SeriesLine
    meetings: tuple[MeetingLine, ...] = ()
    cases: tuple[TeamCase, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    words: tuple[Word, ...] = ()
    duties: tuple[Duty, ...] = ()
    freeze: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFound:
    """What the record knows better than the series: that a case has left, what was written for it, how urgent it is."""

    case: str
    left: bool
    given: tuple[str, ...] = ()
    severity: int | None = None
