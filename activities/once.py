"""Exactly once, as far as anybody can: what to do next about one text, from the tries so far and what the provider shows.

A try is written down before its request, and its answer after it. A try without an answer may have been taken: until
nobody can still be at it, and the provider's own list has had time to show it, it is not made again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

Came = Literal["sent", "not_sent", "unsure", "refused"]
MOST_DOUBTFUL = 3
"""So often a text is handed over whose fate is not known; after that a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`lease`: so long after a try was written down its request may begin. `request`: so long it may take.

    `settles`: after so much longer the provider's list shows whatever was taken.
    """

    lease: timedelta = timedelta(seconds=10)
    request: timedelta = timedelta(seconds=14)
    settles: timedelta = timedelta(seconds=60)

    @property
    def doubtful_for(self) -> timedelta:
        return self.lease + self.request + self.settles


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """`came` is None while nobody knows: it is under way, or its worker died."""

    number: int
    at: datetime
    came: Came | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`rather_twice`: of what may save a life, one too many does less harm than none.

    `repeats_are_one` and `shows_what_it_took` are the gateway's.
    """

    rather_twice: bool
    repeats_are_one: bool
    shows_what_it_took: bool
    pace: Pace = Pace()


@dataclass(frozen=True, slots=True)
class Post:
    number: int


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Ask the provider what it took since then."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime


@dataclass(frozen=True, slots=True)
class Adopt:
    """It was sent: this is the provider's id of it; None where that is known already, or it gives none."""

    id: str | None


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nobody can tell: a person decides."""


Next: TypeAlias = Post | Reconcile | Wait | Adopt | GiveUp
CLOCKS_DIFFER = timedelta(minutes=5)


def next_step(
    tries: Sequence[Try],
    rules: Rules,
    now: datetime,
    seen: Sequence[str] | Literal["cannot_tell"] | None = None,
) -> Next:
    """`seen` is what the provider's list shows of this text and of no other; None before it was asked."""
    if any(one.came == "sent" for one in tries):
        return Adopt(None)
    doubtful = [one for one in tries if one.came in (None, "unsure")]
    new = Post(len(tries) + 1)
    if not doubtful or rules.repeats_are_one:
        return new
    if not rules.shows_what_it_took:
        return _unseen(doubtful, rules, now, new)
    if seen is None:
        return Reconcile(doubtful[0].at - CLOCKS_DIFFER)
    if seen == "cannot_tell" or not seen:
        return _not_seen(doubtful, rules, now, new, told=seen != "cannot_tell")
    return Adopt(seen[0])


def _not_seen(doubtful: Sequence[Try], rules: Rules, now: datetime, new: Post, *, told: bool) -> Next:
    """A list that does not show it proves something only once it had time to."""
    under_way = doubtful[-1].at + rules.pace.lease + rules.pace.request
    settled = doubtful[-1].at + rules.pace.doubtful_for
    if len(doubtful) >= MOST_DOUBTFUL and now >= settled:
        return GiveUp()
    if rules.rather_twice and len(doubtful) < MOST_DOUBTFUL:
        return Wait(under_way) if doubtful[-1].came is None and now < under_way else new
    if now < settled:
        return Wait(settled)
    return new if told else Wait(now + rules.pace.settles)


def _unseen(doubtful: Sequence[Try], rules: Rules, now: datetime, new: Post) -> Next:
    """Handed over once more: a reader's mailbox shows two of one id as one. Then it counts as sent."""
    under_way = doubtful[-1].at + rules.pace.lease + rules.pace.request
    if doubtful[-1].came is None and now < under_way:
        return Wait(under_way)
    return new if len(doubtful) == 1 else Adopt(None)
