"""At the moment of sending, when it was decided a while ago: does anybody still need it, and may it go out now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from database.prompts import Wanted
from engine.clinic import Clinic
from engine.moments import is_quiet, outside_quiet
from engine.voice import AT_ANY_HOUR

GIVE_UP_AFTER = {"safety": timedelta(minutes=10)}
GIVE_UP_USUALLY = timedelta(hours=14)
"""What could not be sent for so long becomes a person's work; what the night held up gets its morning."""


@dataclass(frozen=True, slots=True)
class NotNeeded:
    why: str


@dataclass(frozen=True, slots=True)
class ByAPerson:
    why: str


@dataclass(frozen=True, slots=True)
class NotYet:
    until: datetime
    why: str


Look: TypeAlias = Literal["go"] | NotNeeded | ByAPerson | NotYet


def look(found: Wanted, clinic: Clinic, now: datetime, first_tried_at: datetime | None) -> Look:
    """`now` is the patient's time. What warns of danger is never dropped: a person says it then."""
    if found.over is not None:
        return NotNeeded(found.over)
    if found.expires_at is not None and found.expires_at <= now:
        why = "it came too late to be of use"
        return ByAPerson(why) if found.urgency == "safety" else NotNeeded(why)
    if found.held:
        return ByAPerson("the journey is on hold since")
    patience = GIVE_UP_AFTER.get(found.urgency, GIVE_UP_USUALLY)
    if first_tried_at is not None and now - first_tried_at >= patience:
        return ByAPerson("it could not be sent in time")
    if found.urgency not in AT_ANY_HOUR and is_quiet(now, found.zone, clinic):
        return NotYet(outside_quiet(now, found.zone, clinic).at, "it is night where the patient is")
    return "go"
