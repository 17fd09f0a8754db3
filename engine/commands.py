"""What the engine asks the world to do: one class a command, in the imperative, each with a key and a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine.spans import Span
from engine.words import Mode, Urgency


@dataclass(frozen=True, slots=True)
class Key:
    """The identity of one effect, for ever: doing it twice under the same key is doing it once."""

    journey: str
    step: str
    occurrence: int
    attempt: int

    def __str__(self) -> str:
        return f"{self.step}#{self.occurrence}.{self.attempt}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the line of the pathway, the rule in words, and the facts it was applied to."""

    line: str
    rule: str
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        facts = f" [{'; '.join(self.facts)}]" if self.facts else ""
        return f"{self.rule}{facts} ({self.line})" if self.line else f"{self.rule}{facts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """Words to `to`: the patient, a caregiver or a role. Useless, and not to be sent, after `expires_at`.

    `about` is the step that they look ahead to or back at, if that is another one, such as the visit of the day after.
    """

    key: Key
    reason: Reason
    template: str
    to: str
    urgency: Urgency
    other_channel: bool = False
    private: bool = False
    expires_at: datetime | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestQuestionnaire:
    key: Key
    reason: Reason
    instruments: tuple[str, ...]
    by: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRequest:
    """The questionnaires asked for under `request` are not wanted any more."""

    key: Key
    reason: Reason
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVisit:
    """Find and book `visits` visits, `every` apart: the first from `not_before` on, the last to start by `due_at`."""

    key: Key
    reason: Reason
    role: str
    minutes: int
    modes: tuple[Mode, ...]
    due_at: datetime
    not_before: datetime | None = None
    visits: int = 1
    every: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit:
    key: Key
    reason: Reason
    start: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """Work for a person. A `contact` task means phoning the patient, an `input` writing down one's part for a meeting."""

    key: Key
    reason: Reason
    role: str
    due_at: datetime
    outcomes: tuple[str, ...] = ()
    severity: str | None = None
    contact: bool = False
    input: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRoles:
    """These roles are told that `about` is late; the work stays with its owner."""

    key: Key
    reason: Reason
    about: str
    roles: tuple[str, ...]
    severity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTask:
    key: Key
    reason: Reason
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDue:
    """What was asked for under `what`, a task or an occurrence of a step, is due at another time."""

    key: Key
    reason: Reason
    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCalling:
    """The patient died: nobody phones about `task`. It waits, without outcomes, until `role` closes it."""

    key: Key
    reason: Reason
    task: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinConference:
    """Put the patient on the agenda of a case conference held by `due_at`; the roles of `inputs` write by `cut_off`.

    It is decided as one of `outcomes`, if there are any, and may decide a care plan if it `plans`.
    """

    key: Key
    reason: Reason
    quorum: tuple[tuple[str, ...], ...]
    due_at: datetime
    proposal: str | None = None
    inputs: tuple[str, ...] = ()
    cut_off: datetime | None = None
    outcomes: tuple[str, ...] = ()
    plans: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveConference:
    key: Key
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPathway:
    key: Key
    reason: Reason
    pathway: str


Command: TypeAlias = (
    SendMessage
    | RequestQuestionnaire
    | CloseRequest
    | ScheduleVisit
    | CancelVisit
    | OpenTask
    | TellRoles
    | CloseTask
    | MoveDue
    | StopCalling
    | JoinConference
    | LeaveConference
    | StartPathway
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened without a command: a step that ended, a reminder that was not sent, and why."""

    step: str
    text: str
    reason: Reason
