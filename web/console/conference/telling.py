"""Telling the team's series what happened in a meeting, and what it has against it in words for whoever typed it."""

import re
from datetime import date
from urllib.parse import quote, urlencode

from database.packets import CaseKey
from engine.conference import TeamCase
from engine.series import News
from engine.zones import date_words
from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR, PHYSICIAN
from web.console.asked import Asked
from web.console.doing import No
from web.console.rules import CARE, GUESTS, Rule
from web.console.written import ROLE_NAMES, role_name
from workflows.door import Refused

AGENDA = "/console/conference"
MEETS = Rule(roles=CARE | GUESTS, about="patients")
"""The agenda; each sees by name whom they may see."""
MINUTES = Rule(roles=frozenset({COORDINATOR, PHYSICIAN, MEDICAL_DIRECTOR}), about="patients")
"""Who opens and closes a meeting, and says who is there."""
DECIDES = Rule(roles=MINUTES.roles, about="patient")
"""Who writes down what the team decides about one patient."""
_SEAT = re.compile(rf"\b(?:{'|'.join(ROLE_NAMES)})(?:/(?:{'|'.join(ROLE_NAMES)}))*\b")
_CASE = re.compile(r"\S+/(\w+)#\d+")


async def tell_team(asked: Asked, news: News) -> No | None:
    try:
        await asked.tools.conference().tell(news)
    except Refused as refused:
        return No(in_plain_words(str(refused)))
    return None


def in_plain_words(refusal: str) -> str:
    """Seats and cases as people call them: `pt/ot` is physiotherapist or occupational therapist."""
    said = _CASE.sub("this case", refusal)
    said = _SEAT.sub(lambda found: seat_words(found[0].split("/")), said)
    said = said.replace("_", " ")
    return f"{said[0].upper()}{said[1:]}. Nothing was changed."


def seat_words(roles: list[str] | tuple[str, ...]) -> str:
    """`physiotherapist or occupational therapist`: whoever fills a seat."""
    return " or ".join(role_name(role).lower() for role in roles)


def on(day: date | str) -> str:
    """A day of the calendar, as the minutes keep it."""
    return date_words(date.fromisoformat(day) if isinstance(day, str) else day)


def address_of(case: TeamCase) -> str:
    return f"{AGENDA}/{quote(case.patient)}?{urlencode({'case': case.id})}"


def key_of(case: str) -> CaseKey | None:
    """Of a case as its address names it; None: that is no case."""
    journey, _, rest = case.rpartition("/")
    step, _, occurrence = rest.partition("#")
    return (journey, step, int(occurrence)) if occurrence.isdecimal() and len(occurrence) < 7 else None
