"""What is remembered of one patient on one pathway: plain frozen data that travels as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pydantic import AwareDatetime, TypeAdapter

from engine.clinic import Clinic
from engine.moments import Zones
from engine.scores import Status, Value
from engine.spans import Span
from engine.words import Ending, Step

TherapyEnding = Ending | Literal["dropped"]


@dataclass(frozen=True, slots=True)
class Due:
    """One entry of the agenda: when, what happens then, and the sentence that explains the moment."""

    at: AwareDatetime
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Visit:
    start: AwareDatetime
    state: Literal["booked", "confirmed", "attended", "missed", "cancelled"] = "booked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one step stands, in its latest occurrence.

    `run` is the pass of the block that it belongs to; `agenda` holds what is ahead, earliest first; `reached` the
    rungs that were climbed, so that none is climbed twice. Of the `cycles` of a repetition, `left_out` were past
    before they could begin. `asked` are the seats that a conference was asked to fill.
    """

    step: str
    block: str
    run: int
    occurrence: int
    state: Literal["waiting", "scheduled", "queued", "open", "ended"]
    opened_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    agenda: tuple[Due, ...] = ()
    reached: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    cycles: int = 0
    left_out: int = 0
    failures: int = 0
    asked: tuple[tuple[str, ...], ...] = ()
    seen: tuple[str, ...] = ()
    ending: Ending | None = None
    outcome: str | None = None
    ended_at: AwareDatetime | None = None


class Ledger(dict[str, Progress]):
    """Steps by name, knowing which of them have not ended: a long journey has hundreds behind it and few ahead.

    What begins anew goes to the end, so that the order is the same after a trip through JSON.
    """

    __slots__ = ("live",)

    def __init__(self, steps: Mapping[str, Progress]) -> None:
        super().__init__(steps)
        self.live: dict[str, None] = (
            dict(steps.live)
            if isinstance(steps, Ledger)
            else {name: None for name, progress in steps.items() if progress.state != "ended"}
        )

    def __setitem__(self, name: str, progress: Progress) -> None:
        if progress.state == "ended":
            self.live.pop(name, None)
        elif name not in self.live:
            self.pop(name, None)
            self.live[name] = None
        super().__setitem__(name, progress)


def not_ended(steps: Mapping[str, Progress]) -> list[Progress]:
    """The steps that are ahead or open, in the order in which they began."""
    if isinstance(steps, Ledger):
        return [steps[name] for name in steps.live]
    return [progress for progress in steps.values() if progress.state != "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """Work that waits for a person. A safety task is closed by a person only, whatever becomes of the journey.

    `input` is what one role writes down for a conference.
    """

    key: str
    step: str
    occurrence: int
    role: str
    block: str
    opened_at: AwareDatetime
    due_at: AwareDatetime
    ladder: str
    agenda: tuple[Due, ...] = ()
    reached: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    severity: str | None = None
    accepted: bool = False
    supports: bool = False
    contact: bool = False
    input: bool = False
    safety: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One therapy of the care plan: after which others it starts, and how much later."""

    therapy: str
    after: tuple[str, ...] = ()
    delay: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyProgress:
    item: PlanItem
    state: Literal["planned", "running", "done", "dropped"] = "planned"
    agenda: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One finished form: its exact score, or None where the status allows none. `source` is what asked for it."""

    at: AwareDatetime
    status: Status
    exact: Fraction | None
    band: str | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    at: AwareDatetime
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Fired:
    """The latest time that a rule fired, and on what: the same grounds in the same form fire it once.

    `facts` is everything that was read, `grounds` what made the rule hold.
    """

    at: AwareDatetime
    source: str
    facts: tuple[str, ...]
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnHold:
    since: AwareDatetime
    review_at: AwareDatetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One patient on one pathway. Everything that `decide` needs to know, and nothing that identifies a person.

    `anchors` are the moments that steps count from; they move with a hold, except the starts of visits.
    `therapies` says how each therapy that is over came out. `runs` counts the passes of each block (stage, therapy, repeat, rule); `active` are the blocks now under way.
    """

    id: str
    pathway: str
    status: Literal["new", "active", "ended"] = "new"
    ending: str | None = None
    clinic: Clinic = field(default_factory=Clinic)
    zones: Zones = ((None, "UTC"),)
    stage: str | None = None
    anchors: Mapping[str, AwareDatetime] = field(default_factory=dict)
    runs: Mapping[str, int] = field(default_factory=dict)
    active: tuple[str, ...] = ()
    steps: Mapping[str, Progress] = field(default_factory=dict)
    tasks: Mapping[str, OpenTask] = field(default_factory=dict)
    attempts: Mapping[str, int] = field(default_factory=dict)
    plan: tuple[TherapyProgress, ...] | None = None
    delivering: bool = False
    therapies: Mapping[str, TherapyEnding] = field(default_factory=dict)
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    baselines: Mapping[str, Reading] = field(default_factory=dict)
    items: Mapping[str, tuple[ItemAnswer, ...]] = field(default_factory=dict)
    reports: Mapping[str, tuple[AwareDatetime, ...]] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    missed: Mapping[str, int] = field(default_factory=dict)
    fired: Mapping[str, Fired] = field(default_factory=dict)
    added: tuple[Step, ...] = ()
    hold: OnHold | None = None
    heard: tuple[str, ...] = ()


_JSON: TypeAdapter[Journey] = TypeAdapter(Journey)


def to_json(journey: Journey) -> bytes:
    return _JSON.dump_json(journey)


def from_json(text: bytes | str) -> Journey:
    return _JSON.validate_json(text)
