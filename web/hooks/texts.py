"""Texts that come in: stored once, answered at once. What they mean is heard afterwards, by whoever carries patients."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

import asyncpg
from fastapi import APIRouter, HTTPException, Request, Response

from database.inbound import Inbound, keep
from web.hooks.signed import Signed

PATH = "/hooks/twilio/texts"
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_ID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_SENDER = re.compile(r"[+0-9A-Za-z:]{2,60}")


def texts(pool: asyncpg.Pool, signed: Signed, clock: Callable[[str], datetime]) -> APIRouter:
    """`clock` says at which moment a text from this number came."""
    router = APIRouter()

    @router.post(PATH)
    async def text(request: Request) -> Response:
        fields = await signed.fields(request)
        inbound = _inbound(fields, clock(fields.get("From", "")))
        async with pool.acquire() as connection:
            await keep(connection, inbound)
        return Response(NOTHING_TO_SAY, media_type="text/xml")

    return router


def _inbound(fields: Mapping[str, str], at: datetime) -> Inbound:
    id, sender = fields.get("MessageSid", ""), fields.get("From", "")
    if not _ID.fullmatch(id) or not _SENDER.fullmatch(sender):
        raise HTTPException(400)
    pictures = fields.get("NumMedia", "0")
    return Inbound(
        id=id,
        sender=sender,
        receiver=fields.get("To", ""),
        words=fields.get("Body", "").replace("\x00", ""),
        pictures=int(pictures) if pictures.isascii() and pictures.isdecimal() and len(pictures) < 4 else 0,
        at=at,
    )
