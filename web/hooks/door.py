"""The provider's door: everything that it may tell us, behind its signature; closed where there is no provider."""

from collections.abc import Callable
from datetime import datetime

import asyncpg
from fastapi import APIRouter

from web.hooks.signed import Signed
from web.hooks.states import states
from web.hooks.texts import texts


def hooks(pool: asyncpg.Pool, base: str, tokens: str, now: Callable[[], datetime]) -> tuple[APIRouter, ...]:
    """`tokens`: the one that is signed with now, and an older one after a comma while it is replaced."""
    signed = Signed(base, tuple(tokens.replace(",", " ").split()))
    if not signed.tokens:
        return ()
    return (texts(pool, signed, lambda sender: now()), states(pool, signed, now))
