"""The patients' pages as one part of the public site, and what is shown where something is wrong."""

from pathlib import Path

import asyncpg
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from web.patient.asked import CannotBeAsked
from web.patient.care_routes import care
from web.patient.entrance import Outside, closed, entrance
from web.patient.filling import filling
from web.patient.paper import PAGES, page
from web.patient.people import tell
from web.patient.world import World

_KINDS = {".css": "text/css", ".js": "text/javascript"}


def add_patient_pages(app: FastAPI, world: World) -> None:
    for routes in (entrance(world), filling(world), care(world)):
        app.include_router(routes)
    for name in ("patient.css", "keep.js"):
        _file(app, PAGES / name)
    _when_something_is_wrong(app, world)


def _file(app: FastAPI, file: Path) -> None:
    words, kind = file.read_text("utf-8"), _KINDS[file.suffix]

    @app.get(f"/{file.name}", include_in_schema=False)
    async def given() -> Response:
        return Response(words, media_type=kind)


def _when_something_is_wrong(app: FastAPI, world: World) -> None:
    @app.exception_handler(Outside)
    async def outside(request: Request, error: Outside) -> Response:
        return closed(world, "outside", "en", 401)

    @app.exception_handler(CannotBeAsked)
    async def cannot(request: Request, error: CannotBeAsked) -> Response:
        await tell(world, error.patient)
        return page("cannot.html", error.language, world=world, why=error.obstacle)

    @app.exception_handler(OSError)
    @app.exception_handler(asyncpg.PostgresConnectionError)
    @app.exception_handler(asyncpg.InterfaceError)
    async def away(request: Request, error: Exception) -> Response:
        return closed(world, "away", "en", 503)

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, error: RequestValidationError) -> Response:
        return closed(world, "lost", "en", 404)

    @app.exception_handler(StarletteHTTPException)
    async def lost(request: Request, error: HTTPException) -> Response:
        return closed(world, "lost", "en", error.status_code)
