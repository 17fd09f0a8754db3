"""A stand-in for Twilio's Messages: it remembers each text, lists and fetches them, and fails as it is told to."""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal, Self
from urllib.parse import urlencode

from aiohttp import web

Fault = Literal[
    "none", "busy", "refused", "queue_full", "landline", "opted_out", "not_our_key", "reset", "reset_after_taking",
    "error", "error_after_taking", "html_after_taking", "torn_after_taking", "hang", "hang_after_taking",
]  # fmt: skip
TAKEN_ALL_THE_SAME: tuple[Fault, ...] = (
    "reset_after_taking", "error_after_taking", "html_after_taking", "torn_after_taking", "hang_after_taking",
)  # fmt: skip
LOST: tuple[Fault, ...] = ("reset", "error", "hang")
_REFUSALS: dict[Fault, tuple[int, int, str]] = {
    "busy": (429, 20429, "Too many requests"),
    "refused": (400, 21602, "Message body is required"),
    "queue_full": (400, 21611, "The queue of this sender is full"),
    "landline": (400, 21614, "'To' number is not a valid mobile number"),
    "opted_out": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "not_our_key": (401, 20003, "Authenticate"),
    "error": (500, 20500, "Internal server error"),
}


@dataclass(kw_only=True)
class Taken:
    """A text as Twilio has it; `callback` is where it was asked to tell."""

    number: int
    sender: str
    to: str
    body: str
    at: datetime
    callback: str | None = None
    service: str | None = None
    direction: str = "outbound-api"
    status: str = "queued"
    error: int | None = None

    @property
    def sid(self) -> str:
        return "SM" + sha256(f"text {self.number}".encode()).hexdigest()[:32]


@dataclass(kw_only=True)
class TwilioStandIn:
    """`faults` says what happens to the next request; `unseen_for` is how long its list lags behind."""

    account: str = "AC" + "0" * 32
    token: str = "a-token-of-a-test"  # noqa: S105  (opens nothing)
    faults: Callable[[], Fault] = lambda: "none"
    unseen_for: timedelta = timedelta()
    hangs: float = 30.0
    taken: list[Taken] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    address: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", self._create)
        app.router.add_get("/2010-04-01/Accounts/{account}/Messages.json", self._list)
        app.router.add_get("/2010-04-01/Accounts/{account}/Messages/{sid}.json", self._fetch)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def fail_next(self, *faults: Fault) -> None:
        """These happen one after the other, and then nothing more."""
        ahead = list(faults)
        self.faults = lambda: ahead.pop(0) if ahead else "none"

    def receive(self, words: str, *, sender: str, to: str) -> Taken:
        """A text that a patient sends to us."""
        return self._remember(sender=sender, to=to, body=words, direction="inbound", status="received")

    def copies(self) -> Counter[tuple[str, str]]:
        """How many of the same words to the same number."""
        return Counter((one.to, one.body) for one in self.taken if one.direction != "inbound")

    def _remember(
        self, *, sender: str, to: str, body: str, direction: str = "outbound-api", status: str = "queued"
    ) -> Taken:
        one = Taken(
            number=len(self.taken) + 1,
            sender=sender,
            to=to,
            body=body,
            at=_now(),
            direction=direction,
            status=status,
        )
        self.taken.append(one)
        return one

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self.asked["create"] += 1
        if not self._is_ours(request):
            return _refusal("not_our_key")
        fault = self.faults()
        form = await request.post()
        if fault in ("none", *TAKEN_ALL_THE_SAME):
            service = form.get("MessagingServiceSid")
            one = self._remember(
                sender=str(form.get("From") or ""), to=str(form["To"]), body=str(form["Body"])
            )
            one.callback = str(form["StatusCallback"]) if "StatusCallback" in form else None
            one.service = None if service is None else str(service)
            if fault == "none":
                return web.json_response(self._shown(one), status=201)
        return await self._failing(request, fault)

    async def _failing(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault:
            case "reset" | "reset_after_taking":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case "hang" | "hang_after_taking":
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(self.hangs)
                return web.Response(status=504)
            case "error_after_taking":
                return _refusal("error")
            case "html_after_taking":
                return web.Response(status=503, text="<html>busy</html>", content_type="text/html")
            case "torn_after_taking":
                return web.Response(status=201, text='{"sid": "SM', content_type="application/json")
            case _:
                return _refusal(fault)

    async def _list(self, request: web.Request) -> web.Response:
        self.asked["list"] += 1
        if not self._is_ours(request):
            return _refusal("not_our_key")
        query, page, size = (
            request.query,
            int(request.query.get("Page", 0)),
            int(request.query.get("PageSize", 50)),
        )
        known = [
            one
            for one in reversed(self.taken)
            if query.get("To") in (None, one.to) and one.at + self.unseen_for <= _now()
        ]
        here = known[page * size : (page + 1) * size]
        path = f"/2010-04-01/Accounts/{self.account}/Messages.json"
        more = {**query, "Page": str(page + 1)} if len(known) > (page + 1) * size else None
        return web.json_response(
            {
                "messages": [self._shown(one) for one in here],
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + max(len(here) - 1, 0),
                "uri": f"{path}?{urlencode({**query})}",
                "first_page_uri": f"{path}?{urlencode({**query, 'Page': '0'})}",
                "next_page_uri": None if more is None else f"{path}?{urlencode(more)}",
                "previous_page_uri": None,
            }
        )

    async def _fetch(self, request: web.Request) -> web.Response:
        self.asked["fetch"] += 1
        if not self._is_ours(request):
            return _refusal("not_our_key")
        found = [one for one in self.taken if one.sid == request.match_info["sid"]]
        if not found:
            return web.json_response(_problem(404, 20404, "The requested resource was not found"), status=404)
        return web.json_response(self._shown(found[0]))

    def _is_ours(self, request: web.Request) -> bool:
        expected = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        return request.headers.get("Authorization") == f"Basic {expected}"

    def _shown(self, one: Taken) -> dict[str, object]:
        at = format_datetime(one.at)
        path = f"/2010-04-01/Accounts/{self.account}/Messages/{one.sid}"
        return {
            "sid": one.sid,
            "account_sid": self.account,
            "messaging_service_sid": one.service,
            "from": one.sender or None,
            "to": one.to,
            "body": one.body,
            "direction": one.direction,
            "status": one.status,
            "error_code": one.error,
            "error_message": None,
            "num_segments": "1",
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "api_version": "2010-04-01",
            "date_created": at,
            "date_updated": at,
            "date_sent": None if one.status in ("queued", "accepted") else at,
            "uri": f"{path}.json",
            "subresource_uris": {"media": f"{path}/Media.json"},
        }


def always(faults: Sequence[Fault]) -> Callable[[], Fault]:
    """These, over and over."""
    turn = iter(range(10**9))
    return lambda: faults[next(turn) % len(faults)]


def _refusal(fault: Fault) -> web.Response:
    status, code, words = _REFUSALS[fault]
    after = {"Retry-After": "7"} if status == 429 else {}
    return web.Response(
        status=status,
        text=json.dumps(_problem(status, code, words)),
        content_type="application/json",
        headers=after,
    )


def _problem(status: int, code: int, words: str) -> dict[str, object]:
    return {
        "code": code,
        "message": words,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (a server of the world keeps its own time)
