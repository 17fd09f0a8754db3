"""The one public app: what the text provider and patients reach from outside. Each part brings its own routes."""

from collections.abc import Iterable

import asyncpg
from fastapi import APIRouter, FastAPI, Request, Response

from web.serving import LIVE, keep_safe


def site(parts: Iterable[APIRouter]) -> FastAPI:
    app = FastAPI(openapi_url=None)
    keep_safe(app, LIVE)

    @app.exception_handler(OSError)
    @app.exception_handler(asyncpg.PostgresError)
    @app.exception_handler(asyncpg.InterfaceError)
    async def away(request: Request, error: Exception) -> Response:
        """Whoever asked may ask again: nothing is said about why."""
        return Response(status_code=503, headers={"Retry-After": "5"})

    for part in parts:
        app.include_router(part)
    return app
