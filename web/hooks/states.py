"""What became of a text of ours: each state is written down when the provider tells it, in any order and any number."""

import re
from collections.abc import Callable
from datetime import datetime

import asyncpg
from fastapi import APIRouter, HTTPException, Request, Response

from activities.gateways.twilio_sms import STATUS_PATH
from database.delivery import note_delivery
from web.hooks.signed import Signed

_ID, _STATE, _CODE = re.compile(r"[A-Z]{2}[0-9a-f]{32}"), re.compile(r"[a-z_]{1,30}"), re.compile(r"\d{1,6}")


def states(pool: asyncpg.Pool, signed: Signed, now: Callable[[], datetime]) -> APIRouter:
    """The address that we gave the provider names our text and the try: it tells us whose text it is, even if the
    answer to our request never came."""
    router = APIRouter()

    @router.post(STATUS_PATH + "{ref:path}/{number:int}")
    async def state(request: Request, ref: str, number: int) -> Response:
        fields = await signed.fields(request)
        id, said, code = (fields.get(name, "") for name in ("MessageSid", "MessageStatus", "ErrorCode"))
        if not _ID.fullmatch(id) or not _STATE.fullmatch(said):
            raise HTTPException(400)
        error = int(code) if _CODE.fullmatch(code) and code.isascii() else None
        async with pool.acquire() as connection:
            await note_delivery(connection, id, said, error, now(), ref=ref)
        return Response(status_code=204)

    return router
