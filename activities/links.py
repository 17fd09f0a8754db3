"""The link that a text carries: each prompt has one of its own, however many forms it speaks of."""

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256

from database.drafts import asked_at
from database.links import make_link
from database.pool import Connection
from database.prompts import Wanted
from engine.zones import wall
from templates.asking import WHY, Askable

TOKEN_BYTES = 18
"""144 bits, 24 letters: nobody guesses it, and a text still has room for its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """`base` is where the patients' pages are; `key` signs: without it nobody makes a token, and a retry makes the same."""

    base: str
    key: bytes

    def token(self, journey: str, prompt: str) -> str:
        signed = hmac.digest(self.key, f"link|{journey}|{prompt}".encode(), sha256)
        return base64.urlsafe_b64encode(signed[:TOKEN_BYTES]).decode()

    def url(self, token: str) -> str:
        return f"{self.base.rstrip('/')}/f/{token}"


async def keep_link(connection: Connection, links: Links, found: Wanted) -> None:
    await make_link(
        connection,
        links.token(found.journey, found.key),
        found.patient,
        found.at,
        listener=found.listener,
        prompt=(found.journey, found.key),
        steps=found.steps,
    )


async def why_not_asked(connection: Connection, askable: Askable, found: Wanted) -> str | None:
    """Why a form that a text is about cannot be asked today, in this language; None if all can, or it is about none."""
    today = wall(found.at, found.zone).date()
    for journey, step in zip(found.journeys, found.steps, strict=True):
        for name in await asked_at(connection, journey, step):
            obstacle = askable.obstacle(name, found.language, today)
            if obstacle is not None:
                return f"{step}, {name}: {WHY[obstacle]}"
    return None
