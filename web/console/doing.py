"""Telling a patient's workflow what a person did: at once, once, and refused in words for whoever typed it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from engine.events import Event
from web.console.asked import Asked
from web.console.written import new_once
from workflows.door import Refused
from workflows.memory import Receipt

_ONCE = re.compile(r"[0-9a-f]{16}")
_KEY = re.compile(r"\b([a-z][a-z0-9_]*)#\d+\.\d+\b")


@dataclass(frozen=True, slots=True)
class No:
    """Why nothing was changed, in words for the person who wanted it."""

    why: str


def event_id(asked: Asked, what: str) -> str:
    once = asked.form.get("once", "")
    return f"{what}.{asked.staff.account}.{once if _ONCE.fullmatch(once) else new_once()}"


async def tell(asked: Asked, patient: str, journey: str, event: Event) -> Receipt | No:
    return await _heard(lambda: asked.tools.door(patient).tell(journey, event))


async def _heard(tell: Callable[[], Awaitable[Receipt]]) -> Receipt | No:
    try:
        return await tell()
    except Refused as refused:
        return No(in_words(str(refused)))


def in_words(refusal: str) -> str:
    """Without the keys by which the engine names its own things."""
    said = _KEY.sub(lambda found: found[1].replace("_", " "), refusal).replace("_", " ")
    return f"This does not fit: {said}. Nothing was changed."
