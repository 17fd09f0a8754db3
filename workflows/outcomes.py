"""What became of an order, as the engine hears it: one event for each step that the order was about."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from activities.orders import About, Order, VisitsFound
from engine.events import ConferenceFailed, Event, PromptFailed, VisitsBooked, VisitUnavailable

_WHY_UNSENT: Mapping[str, Literal["no_consent", "cannot_be_asked"]] = {
    "NotAgreed": "no_consent",
    "CannotBeAsked": "cannot_be_asked",
}


def visits(order: Order, found: VisitsFound, at: datetime) -> Iterator[tuple[str, Event]]:
    """The journey and its event. What is not wanted any more is no news."""
    for one in order.about:
        match found.outcome:
            case "booked":
                yield (
                    one.journey,
                    VisitsBooked(
                        id=f"booked:{order.key}",
                        at=at,
                        step=one.step,
                        occurrence=one.occurrence,
                        starts=found.starts,
                    ),
                )
            case "unavailable":
                yield one.journey, _unavailable(f"unavailable:{order.key}", one, at)
            case "not_wanted":
                pass


def failed(order: Order, at: datetime, kind: str | None = None) -> Iterator[tuple[str, Event]]:
    """What could not be done for good is clinical news: a person takes it on, for each step that it was about.

    `kind` is the name that the activity gave to what went wrong.
    """
    for one in order.about:
        id = f"failed:{order.key}:{one.step}"
        match order.what:
            case "send_message":
                yield (
                    one.journey,
                    PromptFailed(
                        id=id,
                        at=at,
                        step=one.step,
                        occurrence=one.occurrence,
                        reason=_WHY_UNSENT.get(kind or "", "no_channel"),
                    ),
                )
            case "schedule_visit":
                yield one.journey, _unavailable(id, one, at)
            case "join_conference":
                # Nobody met about it: the engine asks again, and tells a person when that happens twice.
                yield (
                    one.journey,
                    ConferenceFailed(id=id, at=at, step=one.step, occurrence=one.occurrence),
                )
            case _:
                # Who wanted to leave an agenda is found gone when it is frozen.
                pass


def _unavailable(id: str, one: About, at: datetime) -> VisitUnavailable:
    return VisitUnavailable(id=id, at=at, step=one.step, occurrence=one.occurrence)
