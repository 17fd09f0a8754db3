"""Text messages through Twilio's own client: one try each, its answer in our words, and what Twilio has taken."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from activities.gateways.gateway import CannotTell, Letter, Outcome, Sent, TryAgain, Unsure
from activities.gateways.twilio_errors import refusal
from activities.gateways.twilio_http import TWILIO, OneTry, TooFast

STATUS_PATH = "/hooks/twilio/status/"
"""Where Twilio tells what became of a text, at the address of our callbacks; our `ref` and the try follow it."""
_PAGE = 200
NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`sender` is a number of ours or the id of a messaging service; `callbacks` our address as Twilio reaches it."""

    sid: str
    token: str
    sender: str
    callbacks: str | None = None
    address: str = TWILIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A text that came in. Its words and number stay out of logs and workflows."""

    id: str
    sender: str
    to: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What Twilio knows of a text that it took; `error` is its code, None without one."""

    id: str
    state: str
    error: int | None


class TwilioSms:
    way: Literal["sms"] = "sms"
    repeats_are_one = False
    shows_what_it_took = True

    def __init__(self, account: Account, http: OneTry | None = None) -> None:
        self.account = account
        self._http = http or OneTry(account.address)
        self._client = Client(  # type: ignore[no-untyped-call]
            account.sid, account.token, http_client=self._http, environment=MappingProxyType({})
        )

    async def post(self, letter: Letter) -> Outcome:
        try:
            taken = await self._client.messages.create_async(
                to=letter.to, body=letter.words, **self._from(), **self._callback(letter)
            )
        except TooFast as busy:
            return TryAgain("429", busy.after)
        except (TwilioRestException, TwilioServiceException) as refused:
            return refusal(refused.status, refused.code)
        except NOT_CONNECTED:
            return TryAgain("not_connected")
        except (aiohttp.ClientError, TimeoutError, TwilioException):
            return Unsure("no_answer")
        except ValueError:
            return Unsure("unreadable_answer")
        return Sent(taken.sid) if taken.sid else Unsure("unreadable_answer")

    async def found(self, letter: Letter, since: datetime) -> Sequence[str]:
        """Not asked for by DateSent: what is queued has none."""
        taken = [
            one.sid
            async for one in self._listed(since, letter.to)
            if one.body == letter.words and one.sid is not None
        ]
        return tuple(reversed(taken))

    async def delivery(self, id: str) -> Delivery:
        """Raises CannotTell."""
        with _telling():
            one = await self._client.messages(id).fetch_async()
        return Delivery(id=id, state=str(one.status), error=one.error_code)

    async def received(self, number: str, since: datetime) -> Sequence[Received]:
        """What came in for this number of ours, oldest first: hooks alone lose what comes while nobody listens."""
        came = [
            Received(id=one.sid, sender=one.from_, to=one.to, words=one.body or "", at=one.date_created)
            async for one in self._listed(since, number)
            if one.direction == "inbound"
        ]
        return tuple(reversed(came))

    async def close(self) -> None:
        await self._http.close()

    async def _listed(self, since: datetime, to: str) -> AsyncIterator[Any]:
        """Newest first, as Twilio lists them."""
        with _telling():
            async for one in await self._client.messages.stream_async(to=to, page_size=_PAGE):
                if one.date_created is not None and one.date_created < since:
                    return
                yield one

    def _from(self) -> dict[str, str]:
        kind = "messaging_service_sid" if self.account.sender.startswith("MG") else "from_"
        return {kind: self.account.sender}

    def _callback(self, letter: Letter) -> dict[str, str]:
        if self.account.callbacks is None:
            return {}
        return {
            "status_callback": f"{self.account.callbacks.rstrip('/')}{STATUS_PATH}{letter.ref}/{letter.number}"
        }


@contextmanager
def _telling() -> Iterator[None]:
    """Whatever keeps Twilio from telling is said as CannotTell, with a code and nothing of anybody."""
    try:
        yield
    except TooFast:
        raise CannotTell("429") from None
    except (TwilioRestException, TwilioServiceException) as refused:
        raise CannotTell(str(refused.code or refused.status)) from None
    except (aiohttp.ClientError, TimeoutError, TwilioException, ValueError):
        raise CannotTell("no_answer") from None
