"""What a patient reads at once when an answer may mean danger, before anybody has called. Draft, for sign-off.

Source: clinical reference 4.0 (what the patient sees) and 4.7 (which sign is how urgent). A call is promised only
where one is on somebody's list already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from database.drafts import Answers
from database.pool import Connection
from instruments.instrument import Instrument

Level = Literal["emergency", "today"]
EMERGENCY = frozenset({"RF01", "RF04", "RF06", "RF07", "RF10", "RF11", "RF12", "RF16"})
TODAY = frozenset({"RF02", "RF03", "RF05", "RF08", "RF15", "RF17", "RF19", "WOUND_PROBLEM"})
SELF_HARM = frozenset({"RF09", "SUICIDE_ITEM_POSITIVE", "SUICIDE_RISK"})
PRIVATE = frozenset({"RF20"})
"""Nothing of it may show on a screen that somebody else may see: a person finds a safe way to talk."""
WORSE_AFTER_A_PROCEDURE = frozenset({("after_procedure", "RF02")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """`call_by`: a person is to phone by then. `crisis`: the lines for whoever may hurt themselves come first."""

    level: Level | None = None
    crisis: bool = False
    call_by: datetime | None = None

    def __bool__(self) -> bool:
        return self.level is not None or self.crisis or self.call_by is not None


def raised(forms: Mapping[str, Instrument], answers: Answers) -> tuple[tuple[str, str], ...]:
    """Which flags these answers raise, by instrument, finished or not."""
    return tuple(
        (name, flag)
        for name, given in answers.items()
        if name in forms
        for flag in forms[name].score(given, finished=False).safety
    )


def urgency(flags: Iterable[tuple[str, str]], answers: Answers) -> tuple[Level | None, bool]:
    names = {flag for _, flag in flags}
    often = answers.get("phq9", {}).get("q9")
    crisis = bool(names & SELF_HARM)
    emergency = (
        bool(names & EMERGENCY)
        or bool(set(flags) & WORSE_AFTER_A_PROCEDURE)
        or (isinstance(often, int) and often >= 2)
        or ("RF03" in names and bool(names & {"RF01", "RF02", "RF04"}))
    )
    if emergency:
        return "emergency", crisis
    return ("today" if crisis or names & TODAY else None), crisis


async def advice_on(
    connection: Connection,
    forms: Mapping[str, Instrument],
    answers: Answers,
    patient: str,
    since: datetime,
) -> Advice:
    """`since`: calls that were put on somebody's list from then on are promised, with their deadline."""
    level, crisis = urgency(raised(forms, answers), answers)
    call_by = await connection.fetchval(_CALL, patient, since)
    return Advice(level=level, crisis=crisis, call_by=call_by)


# Of what is private nothing shows: who may be hurt is called in a way that is safe.
_CALL = """
select min(due_at) from task
where patient = $1 and opened_at >= $2 and contact and severity in ('SEV1', 'SEV2', 'SEV3')
  and state in ('open', 'accepted') and step not like 'private\\_%'
"""
