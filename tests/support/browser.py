"""A browser of few words: it keeps cookies, follows nothing by itself, and says where a form was sent from."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")


@dataclass(slots=True)
class Browser:
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> Page:
        return await asyncio.to_thread(self._send, "GET", path, None, headers)

    async def opens(self, path: str) -> int:
        """Only whether it is answered, and how: a stream has no end."""
        return await asyncio.to_thread(self._opens, path)

    def _opens(self, path: str) -> int:
        cookie = "; ".join(f"{name}={word}" for name, word in self.cookies.items())
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=30)) as connection:
            connection.request("GET", path, headers={"cookie": cookie} if cookie else {})
            return connection.getresponse().status

    async def post(
        self, path: str, form: Mapping[str, str | Sequence[str]] | None = None, **headers: str | None
    ) -> Page:
        """A header that is None is left out; of a field there may be many values."""
        sent: dict[str, str | None] = {
            "content_type": "application/x-www-form-urlencoded",
            "sec_fetch_site": "same-origin",
            **headers,
        }
        return await asyncio.to_thread(self._send, "POST", path, urlencode(form or {}, doseq=True), sent)

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str | None]) -> Page:
        cookie = "; ".join(f"{name}={word}" for name, word in self.cookies.items())
        sent = {"cookie": cookie or None, **headers}
        given = {name.replace("_", "-"): value for name, value in sent.items() if value is not None}
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=30)) as connection:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            for line in answer.headers.get_all("set-cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            text = answer.read().decode()
            return Page(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
