"""How Twilio's client speaks to the network: one try, bounded in time, and nothing in the logs.

The client that it comes with never times out, and its retries post again what was taken already
(docs/decisions/0025-one-try-at-a-time.md).
"""

import asyncio
import base64
import logging
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

TWILIO = "https://api.twilio.com"
CONNECT, READ, ALL = 3.0, 10.0, 12.0
"""Seconds. Twilio itself gives up later than that, so a time-out never means that nothing was sent."""
_KEPT_OPEN = 20.0
_SILENT = logging.getLogger("carepath.twilio.silent")
_SILENT.disabled = True  # it would write numbers


class TooFast(Exception):
    """429: not looked at, and when to come back if it says so."""

    def __init__(self, after: timedelta | None) -> None:
        super().__init__("429")
        self.after = after


class OneTry(AsyncHttpClient):
    """`address` stands in for Twilio's own, as in tests or behind a proxy."""

    def __init__(self, address: str = TWILIO, *, read: float = READ) -> None:
        super().__init__(_SILENT, is_async=True, timeout=ALL)
        self._there = urlsplit(address)
        self._limits = aiohttp.ClientTimeout(
            total=min(ALL, read + CONNECT), sock_connect=CONNECT, sock_read=read
        )
        self._session: aiohttp.ClientSession | None = None

    async def request(  # type: ignore[override]  # noqa: PLR0913  (Twilio's signature, which it types as blocking)
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (Twilio's signature; the limits are the session's)
        allow_redirects: bool = False,  # noqa: FBT001, FBT002  (Twilio's signature)
    ) -> Response:
        said = {} if auth is None else {"Authorization": _basic(*auth)}
        async with self._open().request(
            method,
            self._moved(url),
            params=_plain(params),
            data=None if data is None else _plain(data),
            headers={**(headers or {}), **said},
            allow_redirects=False,
        ) as answer:
            text = await answer.text(errors="replace")
            if answer.status == 429:
                raise TooFast(_seconds(answer.headers.get("Retry-After")))
            return Response(answer.status, text, answer.headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # its connections are closed in the loop's next turn

    def _open(self) -> aiohttp.ClientSession:
        """Made inside the loop that it is used in."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._limits,
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=_KEPT_OPEN),
                trust_env=False,
            )
        return self._session

    def _moved(self, url: str) -> str:
        asked = urlsplit(url)
        return urlunsplit((self._there.scheme, self._there.netloc, asked.path, asked.query, ""))


def _plain(values: Mapping[str, object] | None) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in (values or {}).items():
        several = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, str(one)) for one in several]
    return pairs


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _seconds(written: str | None) -> timedelta | None:
    return timedelta(seconds=int(written)) if written is not None and written.isdecimal() else None
