"""What was asked of the console, by whom; and how it is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import asyncpg
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

from database.sessions import Session, tell_next
from web.console.feed import Feed
from web.console.passwords import Passwords, SecondFactor
from workflows.conference_door import ConferenceDoor
from workflows.door import Door

HOME = "/console/today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """`now` is the clinic's time, which flies in the demo; sessions and the log go by the database's own clock.

    `pool` has the rights of carepath_console. `https` says how browsers reach us.
    """

    pool: asyncpg.Pool
    door: Callable[[str], Door]
    conference: Callable[[], ConferenceDoor]
    now: Callable[[], datetime]
    passwords: Passwords
    second: SecondFactor
    pages: Environment
    feed: Feed
    https: bool = False


@dataclass(slots=True, kw_only=True)
class Asked:
    """One request, after its rule was kept. `because` is the right by which the patient is seen."""

    tools: Tools
    request: Request
    session: Session | None
    form: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, Sequence[str]] = field(default_factory=dict)
    because: str | None = None
    showed: list[str] = field(default_factory=list)
    about: str | None = None
    told: bool = False

    @property
    def staff(self) -> Session:
        """Who is signed in, on every page whose rule asks for it."""
        if self.session is None:
            raise AssertionError("the rule of this page lets nobody in who is not signed in")
        return self.session

    @property
    def patient(self) -> str:
        return str(self.request.path_params["patient"])

    @property
    def now(self) -> datetime:
        return self.tools.now()

    @property
    def query(self) -> Mapping[str, str]:
        """The last of each name; what is left empty is not there. After an act: of the page that it came from."""
        back = urlsplit(self.form.get("back", "")).query
        asked = parse_qsl(back) if self.form else self.request.query_params.items()
        return {name: value for name, value in asked if value}

    @property
    def address(self) -> str:
        """Of the page as it is shown; after an act, of the page that it came from."""
        if "back" in self.form:
            return here(self.form["back"])
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def part(self) -> str | None:
        """The part of the page that our script wants anew; None: the whole page."""
        return self.request.headers.get("x-part")

    def shows(self, patients: Sequence[str]) -> None:
        """The log says whom a list showed."""
        self.showed.extend(patients)

    def told_now(self) -> str:
        """What came of the act before this page; the gate then forgets it."""
        self.told = True
        return self.staff.said or ""

    def page(self, page: str, status: int = 200, **values: object) -> Response:
        written = self.tools.pages.get_template(page).render(asked=self, me=self.session, **values)
        return HTMLResponse(written, status)

    async def go(self, to: str, said: str = "", *, refused: bool = False) -> Response:
        """To another page, which tells what came of it."""
        if said and self.session is not None:
            await tell_next(self.tools.pool, self.session.digest, said, refused=refused)
        return RedirectResponse(to, 303)


def here(address: str) -> str:
    """Only a page of ours: elsewhere nobody is sent."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and address.startswith("/console/") and "\\" not in address
    return address if ours else HOME


def fields(body: bytes) -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """The last of each name, and all of each name. White space around what was typed is not meant."""
    many: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500):
        many.setdefault(name, []).append(value.strip())
    return {name: values[-1] for name, values in many.items()}, many
