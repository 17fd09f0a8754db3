"""The pages of the patients' phones, and a server for them on this machine."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

import asyncpg
import uvicorn
from fastapi import FastAPI, Request
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from database.mailbox import Text, phone_of, phones, texts_of
from engine.zones import date_words, wall
from stack.processes import free_port

SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""No script runs, nothing is loaded from elsewhere or stored, and no other page frames or reads these."""
_PAGES = Path(__file__).parent / "pages"
SHOWN, KEPT_ON_A_PHONE = 200, 500
"""So many phones are in the list, and so many of the latest texts on one."""
LANGUAGES = {"en": "English", "es": "Spanish"}
CHANNELS = {"sms": "text message", "email": "e-mail", "secure": "private message"}


def pages(reader: asyncpg.Pool) -> FastAPI:
    """Only opaque ids name patients. Whoever may open the page may read what was written to them: loopback only."""
    app = FastAPI(openapi_url=None)
    written = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    written.globals |= {"clock": _clock, "day": _day, "languages": LANGUAGES, "channels": CHANNELS}

    @app.middleware("http")
    async def safely(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        given = await answer(request)
        given.headers.update(SAFE)
        return given

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


class _Beside(uvicorn.Server):
    """Ctrl-C belongs to whoever serves these pages beside something else."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(reader: asyncpg.Pool, port: int) -> AsyncIterator[str]:
    """Yields the address, on another port if this one is taken. Only this machine reaches it, by a name of its own."""
    app = TrustedHostMiddleware(pages(reader), allowed_hosts=["127.0.0.1", "localhost"])
    with socket.create_server(("127.0.0.1", free_port(port))) as listening:
        settings = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        server = _Beside(settings)
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving
