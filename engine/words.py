"""What the words of a pathway mean, as data. Authors write them with `engine.language`; a published pathway is this as JSON."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from engine.conditions import Condition
from engine.ladders import Ladder, Severity
from engine.spans import Span

Ending = Literal["done", "declined", "not_needed", "could_not", "expired", "superseded", "cancelled"]
Urgency = Literal["safety", "reply", "alert", "visit", "routine"]
"""When words may go out: see `engine/voice.py`."""
Mode = Literal["in_person", "video", "phone"]


class Word(BaseModel):
    """One word of the language. `line` is where its author wrote it; it takes no part in the fingerprint of a pathway."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: str = ""


class When(Word):
    """The moment a step opens: an anchor and an offset, at a local time, on a clinic day if it must be."""

    anchor: str
    offset: Span
    at: time | None = None
    on_clinic_day: bool = False


class Branch(Word):
    """What follows when a step comes out with this label: an ending such as `expired`, or an outcome of its own."""

    label: str
    steps: tuple[Step, ...]


class Case(Word):
    """One alternative of a `choose`: the first whose condition holds is taken."""

    label: str
    condition: Condition
    steps: tuple[Step, ...]


class Proposal(Word):
    """What the facts suggest to a case conference; the conference decides."""

    label: str
    condition: Condition


class Seat(Word):
    """A seat in a conference that must be filled, by any of its roles, unless the facts rule it out."""

    roles: tuple[str, ...]
    condition: Condition


class NamedStep(Word):
    name: str
    when: When | None = None
    branches: tuple[Branch, ...] = ()
    undo: tuple[Step, ...] = ()
    during_hold: bool = False
    again_if_moved: bool = False


class Message(NamedStep):
    """Words to the patient, a caregiver or a member of the team."""

    kind: Literal["message"] = "message"
    template: str
    to: str = "patient"
    urgency: Urgency = "routine"


class Ask(NamedStep):
    """Questionnaires that are due together: one request, one deadline, one ladder. Without a template it is silent.

    Those for a visit are due when that starts, and by `within` while it has no date.
    """

    kind: Literal["ask"] = "ask"
    instruments: tuple[str, ...]
    within: Span | None = None
    ladder: str | None = None
    by: str = "patient"
    template: str | None = "form_due"
    before_visit: str | None = None


class Book(NamedStep):
    """A visit, or a series of visits, with a role; what happens at each no-show; reminders before it starts.

    It is looked for at once, for `not_before` or later; `within` counts from then.
    """

    kind: Literal["book"] = "book"
    role: str
    minutes: int
    within: Span | None = None
    ladder: str | None = None
    modes: tuple[Mode, ...] = ("in_person",)
    visits: int = 1
    every: Span | None = None
    not_before: When | None = None
    missed: tuple[tuple[Step, ...], ...] = ()


class Task(NamedStep):
    """Work or a decision for a person in a role, with a due time. Its outcomes are the ways on."""

    kind: Literal["task"] = "task"
    role: str
    within: Span | None = None
    ladder: str | None = None
    outcomes: tuple[str, ...] = ()
    severity: str | None = None
    contact: bool = False
    private: bool = False


class Confer(NamedStep):
    """A case conference. Each seat of the quorum is one role, or any one of several; `seats` hang on facts.

    The roles of `inputs` are asked for what they have to say, `cut_off` before the meeting has to be held.
    """

    kind: Literal["confer"] = "confer"
    quorum: tuple[tuple[str, ...], ...]
    seats: tuple[Seat, ...] = ()
    inputs: tuple[str, ...] = ()
    cut_off: Span | None = None
    within: Span | None = None
    ladder: str | None = None
    outcomes: tuple[str, ...] = ()
    plans: bool = False
    proposes: tuple[Proposal, ...] = ()
    retry: Span
    failures: int = 2
    after_failures: tuple[Step, ...] = ()


class DeliverPlan(NamedStep):
    """Carry out the therapies that the case conference chose, in the order of the patient's care plan."""

    kind: Literal["deliver_plan"] = "deliver_plan"


class Procedure(NamedStep):
    """An intervention: booked like a visit, with steps that count back from its start and steps that follow it."""

    kind: Literal["procedure"] = "procedure"
    role: str
    minutes: int
    within: Span | None = None
    ladder: str | None = None
    not_before: When | None = None
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


class Wait(NamedStep):
    """Nothing to do until its moment comes, or until a condition holds; the moment is then the latest."""

    kind: Literal["wait"] = "wait"
    until: Condition | None = None


class Milestone(NamedStep):
    """A named point in time that other steps count from."""

    kind: Literal["milestone"] = "milestone"


class Mark(NamedStep):
    """Set or clear a flag that conditions can read."""

    kind: Literal["mark"] = "mark"
    flag: str
    value: bool = True


class Choose(NamedStep):
    """The first case that holds is taken. One that cannot be decided goes to `undecided`, or to a person."""

    kind: Literal["choose"] = "choose"
    cases: tuple[Case, ...]
    otherwise: tuple[Step, ...]
    undecided: tuple[Step, ...] | None = None


class Together(NamedStep):
    """Branches that run at the same time; all of them must end."""

    kind: Literal["together"] = "together"
    tracks: tuple[tuple[Step, ...], ...]


class Repeat(NamedStep):
    """Steps that come again every so often, until a condition holds or the count is reached."""

    kind: Literal["repeat"] = "repeat"
    every: Span
    steps: tuple[Step, ...]
    until: Condition | None = None
    at_most: int | None = None


class Go(NamedStep):
    """Enter a stage, again if need be, but at most so often in one journey; then do `instead`."""

    kind: Literal["go"] = "go"
    stage: str
    at_most: int | None = None
    instead: tuple[Step, ...] = ()


class Hold(NamedStep):
    """Put the journey on hold until a person resumes it; safety rules go on."""

    kind: Literal["hold"] = "hold"
    review: Span


class Start(NamedStep):
    """Start another pathway for the same patient."""

    kind: Literal["start"] = "start"
    pathway: str


class Cancel(NamedStep):
    """Call a procedure off for good, because a person decided so."""

    kind: Literal["cancel"] = "cancel"
    procedure: str


class Finish(NamedStep):
    """End the journey, saying how it ended."""

    kind: Literal["finish"] = "finish"
    ending: str


Step: TypeAlias = Annotated[
    Message
    | Ask
    | Book
    | Task
    | Confer
    | DeliverPlan
    | Procedure
    | Wait
    | Milestone
    | Mark
    | Choose
    | Together
    | Repeat
    | Go
    | Hold
    | Start
    | Cancel
    | Finish,
    Field(discriminator="kind"),
]


class Stage(Word):
    """A part of the journey. `alongside` runs beside the steps and stops when the stage is left."""

    name: str
    steps: tuple[Step, ...]
    alongside: tuple[Step, ...] = ()


class Therapy(Word):
    """A sub-pathway that a care plan can choose, order, delay and drop for one patient."""

    name: str
    title: str
    steps: tuple[Step, ...]


class Rule(Word):
    """Steps that start whenever new facts make a condition true. A safety rule does so at all times."""

    name: str
    when: Condition
    then: tuple[Step, ...]
    safety: bool = False
    undecided: tuple[Step, ...] = ()
    stages: tuple[str, ...] = ()
    again_after: Span | None = None


class OnEnding(Word):
    """What staff still do when a journey ends in this way."""

    ending: str
    steps: tuple[Step, ...]


class Pathway(Word):
    """A whole pathway: stages in order, therapies to choose from, and the rules that watch at all times.

    The baseline of an instrument is its last score before the milestone `baseline_until`, or else its first one.
    `texting_consent` is the flag that says that the patient agreed to texts: without it nobody is texted.
    """

    name: str
    title: str
    stages: tuple[Stage, ...]
    therapies: tuple[Therapy, ...] = ()
    safety: tuple[Rule, ...] = ()
    rules: tuple[Rule, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    severities: tuple[Severity, ...] = ()
    endings: tuple[OnEnding, ...] = ()
    coordinator: str = "coordinator"
    operations: str = "ops"
    task_ladder: str = "RL-F"
    baseline_until: str | None = None
    open_forms: int = 3
    texting_consent: str | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.title))


_MODELS: tuple[type[BaseModel], ...] = (
    Branch,
    Case,
    Seat,
    *NamedStep.__subclasses__(),
    Stage,
    Therapy,
    Rule,
    OnEnding,
    Pathway,
)
for _model in _MODELS:
    _model.model_rebuild()
