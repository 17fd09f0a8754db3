"""How every page of ours is served: with headers that let no script of others run, beside whatever else runs here."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.middleware.trustedhost import TrustedHostMiddleware

from stack.processes import free_port

SAFE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Nothing is loaded from elsewhere or stored, and no other page frames or reads these."""
STILL = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Pages that are only read: no script runs, and no form is sent."""
LIVE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Pages that are acted on: our own script and forms, nothing inline, nothing of others."""
HERE = ("127.0.0.1", "localhost")


def keep_safe(app: FastAPI, policy: str) -> None:
    """Adds the headers to every answer. `policy` is STILL or LIVE."""

    @app.middleware("http")
    async def safely(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        given = await answer(request)
        given.headers.update({"Content-Security-Policy": policy, **SAFE})
        return given


class _Beside(uvicorn.Server):
    """Ctrl-C belongs to whoever serves these pages beside something else."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: FastAPI, port: int, hosts: Sequence[str] = HERE) -> AsyncIterator[str]:
    """Yields the address, on another port if this one is taken. Only this machine reaches it, by a name of its own."""
    guarded = TrustedHostMiddleware(app, allowed_hosts=list(hosts))
    with socket.create_server(("127.0.0.1", free_port(port))) as listening:
        settings = uvicorn.Config(
            guarded,
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
