"""Reminder ladders and severities: what is done, rung by rung, when somebody does not answer, come or act."""

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.spans import Span, clinic_days

Act = Literal["remind", "call", "tell", "expire"]
Since = Literal["opened", "due", "start"]
OnlyWhile = Literal["open", "unaccepted", "unconfirmed", "unbooked"]


class Rung(BaseModel):
    """One rung: when it is reached, and who is then reminded, asked to call, or told.

    `after` counts from when the step opened, from its due time, or from the start of its visit (negative: before);
    `out_of_hours` stands in for it while the clinic is closed from then on until `after` has passed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: Act
    after: Span
    out_of_hours: Span | None = None
    since: Since = "opened"
    at: time | None = None
    only_while: OnlyWhile = "open"
    template: str | None = None
    other_channel: bool = False
    roles: tuple[str, ...] = ()
    within: Span | None = None
    severity: str | None = None


class Ladder(BaseModel):
    """Rungs in the order in which they are climbed. `again` repeats the last one until somebody acts.

    When it has run dry, `then` is climbed, whose rungs since "opened" count from that moment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rungs: tuple[Rung, ...]
    again: Span | None = None
    then: "Ladder | None" = None

    @property
    def chain(self) -> "tuple[Ladder, ...]":
        """This ladder, and those that are climbed after it."""
        return (self, *(self.then.chain if self.then else ()))

    @property
    def whole(self) -> tuple[Rung, ...]:
        """The rungs of the chain: a moment on the agenda names its rung by the place in here."""
        return tuple(rung for ladder in self.chain for rung in ladder.rungs)


class Severity(BaseModel):
    """How fast an alert must be taken up and settled, what the patient sees at once, and who is told if it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    within: Span
    ladder: str
    shows: str | None = None


def remind(
    after: Span,
    template: str,
    *,
    since: Since = "opened",
    at: str | None = None,
    other_channel: bool = False,
    only_while: OnlyWhile = "open",
) -> Rung:
    """Write to the patient once more, by `other_channel` if the first one went unheard."""
    return Rung(
        act="remind",
        after=after,
        since=since,
        at=time.fromisoformat(at) if at else None,
        template=template,
        other_channel=other_channel,
        only_while=only_while,
    )


def call(
    after: Span,
    role: str,
    *,
    since: Since = "opened",
    within: Span | None = None,
    severity: str | None = None,
    only_while: OnlyWhile = "open",
) -> Rung:
    """Open a task for a person to phone the patient."""
    return Rung(
        act="call",
        after=after,
        since=since,
        roles=(role,),
        within=within if within or severity else clinic_days(1),
        severity=severity,
        only_while=only_while,
    )


def tell(
    after: Span,
    *roles: str,
    since: Since = "due",
    only_while: OnlyWhile = "open",
    out_of_hours: Span | None = None,
) -> Rung:
    """Tell these roles that the work is late; it stays with its owner. At night and at weekends, later if need be."""
    return Rung(
        act="tell", after=after, out_of_hours=out_of_hours, since=since, roles=roles, only_while=only_while
    )


def expire(after: Span, *, since: Since = "opened") -> Rung:
    """Stop asking. The step ends as expired, which the pathway must have an answer for."""
    return Rung(act="expire", after=after, since=since)


def ladder(name: str, *rungs: Rung, again: Span | None = None, then: Ladder | None = None) -> Ladder:
    return Ladder(name=name, rungs=rungs, again=again, then=then)
