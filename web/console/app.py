"""The console as one app: every route with its rule, its gate and its line in the log."""

from collections.abc import Sequence

import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.console import (
    acts,
    changes,
    emergencies,
    pathways,
    patient,
    patients,
    quality,
    signing_in,
    today,
    work,
)
from web.console.asked import HOME, Asked, Tools
from web.console.conference.routes import ROUTES as CONFERENCE
from web.console.gate import guarded
from web.console.rules import OPEN, Route
from web.console.written import PAGES
from web.serving import LIVE, keep_safe

FILES = {
    "style.css": "text/css",
    "figures.css": "text/css",
    "conference.css": "text/css",
    "console.js": "text/javascript",
    "conference.js": "text/javascript",
}


async def home(asked: Asked) -> Response:
    return RedirectResponse(HOME, 303)


def _file(name: str) -> Route:
    async def answer(asked: Asked) -> Response:
        return Response((PAGES / name).read_text("utf-8"), media_type=FILES[name])

    return Route(method="GET", path=f"/console/{name}", rule=OPEN, answer=answer)


ROUTES: Sequence[Route] = (
    Route(method="GET", path="/console", rule=OPEN, answer=home),
    Route(method="GET", path="/console/", rule=OPEN, answer=home),
    *(_file(name) for name in FILES),
    *changes.ROUTES,
    *signing_in.ROUTES,
    *emergencies.ROUTES,
    *today.ROUTES,
    *work.ROUTES,
    *patients.ROUTES,
    *patient.ROUTES,
    *acts.ROUTES,
    *pathways.ROUTES,
    *CONFERENCE,
    *quality.ROUTES,
)
"""All there are. A new page is one more of these: docs/console.md."""


def console(tools: Tools) -> FastAPI:
    """Its addresses all begin with /console."""
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    keep_safe(app, LIVE)

    @app.exception_handler(OSError)
    @app.exception_handler(asyncpg.PostgresConnectionError)
    @app.exception_handler(asyncpg.CannotConnectNowError)
    @app.exception_handler(asyncpg.TooManyConnectionsError)
    @app.exception_handler(asyncpg.AdminShutdownError)
    @app.exception_handler(asyncpg.InterfaceError)
    async def away(request: Request, error: Exception) -> HTMLResponse:
        return HTMLResponse(tools.pages.get_template("away.html").render(me=None, what="record"), 503)

    @app.exception_handler(404)
    async def nowhere(request: Request, error: Exception) -> HTMLResponse:
        return HTMLResponse(tools.pages.get_template("nowhere.html").render(me=None), 404)

    for route in ROUTES:
        app.add_api_route(route.path, guarded(tools, route), methods=[route.method], include_in_schema=False)
    return app
