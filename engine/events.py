"""What can happen to a patient: one class an event, in the past tense. Time arrives inside each of them.

An event's `id` is unique at its source; the same id heard twice changes nothing. Steps are named by `step` and
`occurrence`; without an occurrence the latest is meant. Codes and opaque ids only: no name, number or free text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pydantic import AwareDatetime

from engine.clinic import Clinic
from engine.journey import PlanItem
from engine.scores import Code, Id, Score, Value
from engine.words import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The patient joins the pathway. `anchors` are moments known before, such as `referred`."""

    id: Id
    at: AwareDatetime
    zone: str
    clinic: Clinic = field(default_factory=Clinic)
    facts: Mapping[Code, Value] = field(default_factory=dict)
    flags: tuple[Code, ...] = ()
    anchors: Mapping[Code, AwareDatetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    at: AwareDatetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Raw answers as they arrive, by instrument and item; `scores` once the form is finished.

    Without a step the patient wrote on their own account. Unfinished forms count for safety rules only.
    """

    id: Id
    at: AwareDatetime
    answers: Mapping[Code, Mapping[Code, Value]]
    scores: tuple[Score, ...] = ()
    finished: bool = True
    step: Code | None = None
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDeclined:
    """The patient says no to a questionnaire, a visit or a therapy's step. Care goes on."""

    id: Id
    at: AwareDatetime
    step: Code
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsBooked:
    """All visits of a step have their start times, earliest first."""

    id: Id
    at: AwareDatetime
    step: Code
    starts: tuple[AwareDatetime, ...]
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMoved:
    id: Id
    at: AwareDatetime
    step: Code
    start: AwareDatetime
    number: int = 1
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitConfirmed:
    id: Id
    at: AwareDatetime
    step: Code
    number: int = 1
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAttended:
    id: Id
    at: AwareDatetime
    step: Code
    number: int = 1
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMissed:
    """The patient did not attend."""

    id: Id
    at: AwareDatetime
    step: Code
    number: int = 1
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCancelled:
    """One visit will not take place: a visit is then booked anew, a procedure ends as cancelled."""

    id: Id
    at: AwareDatetime
    step: Code
    number: int = 1
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitUnavailable:
    """No free slot was found in the time asked for."""

    id: Id
    at: AwareDatetime
    step: Code
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAccepted:
    """A person has taken the task up; `task` is its key."""

    id: Id
    at: AwareDatetime
    task: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    id: Id
    at: AwareDatetime
    task: Id
    outcome: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceDecided:
    """What the case conference decided; a `plan` replaces the therapies of the patient's care plan."""

    id: Id
    at: AwareDatetime
    step: Code
    present: tuple[Code, ...]
    outcome: Code | None = None
    plan: tuple[PlanItem, ...] | None = None
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceFailed:
    """The meeting had no quorum: nothing was decided."""

    id: Id
    at: AwareDatetime
    step: Code
    missing: tuple[Code, ...] = ()
    occurrence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged:
    """A person changes one patient's therapies between conferences: what is not named any more is dropped."""

    id: Id
    at: AwareDatetime
    plan: tuple[PlanItem, ...]
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Patient or staff report something between visits: a flare, a fall, a hospital stay, an adverse event."""

    id: Id
    at: AwareDatetime
    report: Code
    details: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRecorded:
    id: Id
    at: AwareDatetime
    facts: Mapping[Code, Value] = field(default_factory=dict)
    flags: Mapping[Code, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptFailed:
    """This prompt will never reach the patient as a text: no channel did, or they have not agreed to texts.

    From `useless_from` on nobody needs to hear it any more, such as the start of the visit that it is about.
    """

    id: Id
    at: AwareDatetime
    step: Code
    occurrence: int | None = None
    reason: Literal["no_channel", "no_consent", "cannot_be_asked"] = "no_channel"
    useless_from: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnHold:
    """In hospital, away, or by the patient's wish, with the day on which a person looks again."""

    id: Id
    at: AwareDatetime
    review_at: AwareDatetime
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    id: Id
    at: AwareDatetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    id: Id
    at: AwareDatetime
    step: Code
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRepeated:
    id: Id
    at: AwareDatetime
    step: Code
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAdded:
    """A step for this patient only, beside everything else."""

    id: Id
    at: AwareDatetime
    added: Step
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved:
    """A step that has not opened yet opens `to` then; the deadline of an open one becomes `to`."""

    id: Id
    at: AwareDatetime
    step: Code
    to: AwareDatetime
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMoved:
    """The patient lives in another time zone from now on."""

    id: Id
    at: AwareDatetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrew:
    id: Id
    at: AwareDatetime
    reason: Code = "patients_wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    id: Id
    at: AwareDatetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """Care has moved to a named receiver who accepted it."""

    id: Id
    at: AwareDatetime
    reason: Code = "other_service"


Event: TypeAlias = (
    Enrolled
    | TimePassed
    | Answered
    | StepDeclined
    | VisitsBooked
    | VisitMoved
    | VisitConfirmed
    | VisitAttended
    | VisitMissed
    | VisitCancelled
    | VisitUnavailable
    | TaskAccepted
    | TaskDone
    | ConferenceDecided
    | ConferenceFailed
    | PlanChanged
    | Reported
    | FactsRecorded
    | PromptFailed
    | PutOnHold
    | Resumed
    | StepSkipped
    | StepRepeated
    | StepAdded
    | StepMoved
    | PatientMoved
    | Withdrew
    | Died
    | Transferred
)


class EventRefused(Exception):
    """The event cannot be true of this journey; nothing was changed. The text says why, in the caller's words."""
