"""The demo's patients answer on their own pages: by the link that a text brought, over HTTP, as a browser would."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import asyncpg
from temporalio.client import Client

from commandline.demo.retrying import again
from commandline.servers.patient_site import patient_site
from database.links import LASTS
from engine.events import Answered, Event
from engine.scores import Value
from instruments.catalogue import instrument
from instruments.items import Item, Text
from web.patient.reading import NONE_OF_THESE
from web.patient.screens import Screen, screens_of
from web.patient.screens import field as field_of
from workflows.door import Door
from workflows.memory import Receipt

_LINK = re.compile(r"https?://\S+?(/f/[\w-]+)")
_OWN_ACTIVITIES = ("Walk to the store", "Sit through a meal", "Carry the shopping", "Garden", "Dance")


@dataclass(kw_only=True)
class _Hands:
    """What one patient is doing at their page: when it is for them, how far time may go on after it, what came of it."""

    at: datetime
    until: datetime
    receipt: Receipt | None = None


@dataclass(kw_only=True)
class Pages:
    """Also the way by which the site tells workflows: each patient's time is their own here."""

    client: Client
    pool: asyncpg.Pool
    browser: aiohttp.ClientSession
    latest: datetime
    address: str = ""
    hands: dict[str, _Hands] = field(default_factory=dict)

    def now(self, patient: str | None) -> datetime:
        return self.hands[patient].at if patient in self.hands else self.latest

    async def tell(self, patient: str, journey: str, event: Event) -> None:
        hands = self.hands.get(patient)
        until = None if hands is None else hands.until
        receipt = await again(lambda: Door(self.client, patient).tell(journey, event, until))
        if hands is not None:
            hands.receipt = receipt

    async def change_language(self, patient: str, language: str) -> None:
        await Door(self.client, patient).change_language(language)

    async def answer(self, patient: str, journey: str, event: Answered, until: datetime) -> Receipt | None:
        """None if they cannot, for want of a link that still opens: somebody phones them, and takes the answers down."""
        found = await again(lambda: self.pool.fetchrow(_DOOR, patient, event.at - LASTS))
        link = None if found is None else _LINK.search(found["words"])
        if found is None or link is None or event.step is None:
            return None
        hands = self.hands[patient] = _Hands(at=event.at, until=until)
        born = found["born_first"]
        birth = {"month": str(born.month), "day": str(born.day), "year": str(born.year)}
        cookie = await again(lambda: self._post(link[1], birth, None))
        form = f"/forms/{journey}/{event.step}/{event.occurrence}/all"
        await again(lambda: self._post(form, dict(_fields(event)), cookie))
        return hands.receipt

    async def _post(self, path: str, fields: dict[str, str], cookie: str | None) -> str:
        """What the cookie is after that. A page that is away for now is asked again."""
        headers = {} if cookie is None else {"Cookie": cookie}
        try:
            async with self.browser.post(
                f"{self.address}{path}", data=fields, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status == 503:
                    raise ConnectionError("the page is away")
                if answer.status != 303:
                    raise AssertionError(f"{path} answers {answer.status}: {await answer.text()}")
                return answer.headers.get("Set-Cookie", cookie or "").partition(";")[0]
        except aiohttp.ClientError as error:
            raise ConnectionError(str(error)) from error


@asynccontextmanager
async def pages(
    client: Client, pool: asyncpg.Pool, database_url: str, link: str, port: int, latest: datetime
) -> AsyncIterator[Pages]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        found = Pages(client=client, pool=pool, browser=browser, latest=latest)
        async with patient_site(database_url, found, found.now, link, port) as address:
            found.address = address
            yield found


def _fields(event: Answered) -> Iterator[tuple[str, str]]:
    """As the form has them. What belongs together, such as the places where it hurts, is marked together."""
    for screen in screens_of([instrument(name) for name in event.answers]):
        given = event.answers[screen.instrument.id]
        for item in screen.items:
            written = _filled_in(screen, item, given)
            if written is not None:
                yield field_of(screen.instrument, item), written
        yield from _together(screen, given)
    if event.finished:
        yield "send", "yes"


def _filled_in(screen: Screen, item: Item, given: Mapping[str, Value]) -> str | None:
    value = given.get(item.id)
    if screen.kind in ("tick_list", "body_map"):
        return "yes" if value is True else None
    if isinstance(item.response, Text):
        named = screen.kind == "own_activity" and given.get(screen.items[1].id) is not None
        return _OWN_ACTIVITIES[screen.number % len(_OWN_ACTIVITIES)] if named else None
    return None if value is None else _written(value)


def _together(screen: Screen, given: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    if screen.kind == "tick_list":
        yield f"{screen.instrument.id}.shown", "yes"
    if screen.kind == "body_map" and not any(given.get(item.id) is True for item in screen.items):
        yield f"{screen.instrument.id}.{NONE_OF_THESE}", "yes"


def _written(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


_DOOR = """
select words, born_first from mailbox join person on person.patient = mailbox.patient
where mailbox.patient = $1 and listener = 'patient' and at > $2 and words like '%/f/%'
order by mailbox.id desc limit 1
"""
