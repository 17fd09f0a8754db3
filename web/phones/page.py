"""The pages of the patients' phones."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from database.mailbox import Text, phone_of, phones, texts_of
from engine.zones import date_words, wall
from web.serving import STILL, keep_safe

_PAGES = Path(__file__).parent / "pages"
SHOWN, KEPT_ON_A_PHONE = 200, 500
"""So many phones are in the list, and so many of the latest texts on one."""
LANGUAGES = {"en": "English", "es": "Spanish"}
CHANNELS = {"sms": "text message", "email": "e-mail", "secure": "private message"}


def pages(reader: asyncpg.Pool) -> FastAPI:
    """Only opaque ids name patients. Whoever may open the page may read what was written to them: loopback only."""
    app = FastAPI(openapi_url=None)
    keep_safe(app, STILL)
    written = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    written.globals |= {"clock": _clock, "day": _day, "languages": LANGUAGES, "channels": CHANNELS}

    @app.exception_handler(OSError)
    @app.exception_handler(asyncpg.PostgresError)
    @app.exception_handler(asyncpg.InterfaceError)
    async def away(request: Request, error: Exception) -> HTMLResponse:
        return HTMLResponse(written.get_template("away.html").render(), 503)

    @app.get("/")
    async def everybody() -> HTMLResponse:
        found = await phones(reader, SHOWN)
        page = written.get_template("phones.html").render(phones=found, phone=None, days=())
        return HTMLResponse(page)

    @app.get("/phones/{patient}")
    async def one(patient: str) -> HTMLResponse:
        phone = await phone_of(reader, patient)
        if phone is None:
            return HTMLResponse(written.get_template("nobody.html").render(), 404)
        days = _by_day(await texts_of(reader, patient, KEPT_ON_A_PHONE), phone.zone)
        page = written.get_template("phones.html").render(
            phones=await phones(reader, SHOWN), phone=phone, days=days
        )
        return HTMLResponse(page)

    @app.get("/style.css")
    async def style() -> Response:
        return Response((_PAGES / "style.css").read_text("utf-8"), media_type="text/css")

    return app


def _by_day(texts: Sequence[Text], zone: str) -> list[tuple[str, list[Text]]]:
    return [(day, list(held)) for day, held in groupby(texts, key=lambda text: _day(text.at, zone))]


def _day(at: datetime, zone: str) -> str:
    return date_words(wall(at, zone).date())


def _clock(at: datetime, zone: str) -> str:
    return f"{wall(at, zone):%H:%M}"
