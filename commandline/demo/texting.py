"""The patients of the demo text us: over HTTP, signed as the provider signs, through the same door as real ones.

What they text is drawn once for each of them, apart from the chance of everything else: the same seed gives the same
texts. The conducted time of a text is the patient's own: the door is built with a clock that asks for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

import aiohttp
import asyncpg
from temporalio.client import Client
from twilio.request_validator import RequestValidator

from activities.hearing import Hearing
from engine.events import Answered, Event, Reported, VisitConfirmed
from engine.journey import Journey
from pathways.clinic import CLINIC
from pathways.joining import TEXTS
from web.hooks.signed import Signed
from web.hooks.texts import PATH, texts
from web.serving import served
from web.site import site
from workflows.conference_door import to_patients
from workflows.known import known

CALLBACKS = "https://care.example.org"
OURS = "+15550100142"
BY_TEXT = {"confirm": 0.7, "number": 0.8, "report": 0.6}  # [P] of those who agreed to texts
SAID = {
    "confirm": ("C", "c", "Yes", "C thanks", "yes i will be there"),
    "question": ("who can i ask about my exercises?", "when is the next session", "do i bring my old scans?"),
    "flare": ("bad flare up since yesterday", "my pain is flaring up really bad"),
    "fall": ("i fell yesterday", "slipped and fell in the kitchen"),
}
"""In a few of the ways in which people write."""
A_YEAR: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "thanks": (0.5, ("thank you", "Thanks!")),
    "later": (0.3, ("not now, next week", "later please", "busy, tomorrow")),
    "call": (0.2, ("can someone call me", "please call me back")),
    "another time": (0.2, ("i need to reschedule", "can not make it, another day?")),
    "stop": (0.04, ("STOP", "please stop texting me", "no more texts")),
    "start": (0.02, ("START",)),
    "sign": (0.04, ("numb between my legs since this morning", "chest pain and short of breath")),
    "crisis": (0.02, ("i dont want to live like this", "i want to end it all")),
}
"""How often one patient in a year, and in which words [P]."""
_YEAR = timedelta(days=365)


@dataclass(kw_only=True)
class Phone:
    """One patient's: `ahead` is what they will text on their own account, and when."""

    number: str
    chance: Random
    exchange: "Exchange"
    ahead: list[tuple[datetime, str]]
    sent: int = 0

    def next_at(self) -> datetime | None:
        return self.ahead[0][0] if self.ahead else None

    def takes(self, at: datetime, journey: Journey) -> str | None:
        """What is texted now on the patient's own account; nothing once care is over."""
        if not self.ahead or self.ahead[0][0] > at:
            return None
        _, words = self.ahead.pop(0)
        return words if journey.status == "active" else ""

    def instead_of(self, event: Event, journey: Journey) -> str | None:
        """In which words this is texted; None if the patient does it by another way."""
        if TEXTS not in journey.flags or journey.status != "active":
            return None
        match event:
            case VisitConfirmed():
                return self._said("confirm", SAID["confirm"])
            case Reported(report=("question" | "flare" | "fall") as report):
                return self._said("report", SAID[report])
            case Answered(finished=True, answers=answers) if len(answers) == 1:
                ((_, items),) = answers.items()
                values = [value for value in items.values() if type(value) is int]
                return self._said("number", (str(values[0]),)) if len(values) == len(items) == 1 else None
            case _:
                return None

    def types(self, words: str, at: datetime) -> Callable[[], Awaitable[None]]:
        """What sends it, again if need be: however often, it is one text. Returns once it is heard."""
        self.sent += 1
        name = f"{self.number}/{self.sent}"
        return lambda: self.exchange.send(self.number, name, words, at)

    def _said(self, what: str, ways: Sequence[str]) -> str | None:
        drawn, words = self.chance.random(), self.chance.choice(ways)
        return words if drawn < BY_TEXT[what] else None


@dataclass(kw_only=True)
class Exchange:
    """Plays the provider: signs, posts, and then has the text heard at once, as a worker would within half a second."""

    session: aiohttp.ClientSession
    hearing: Hearing
    token: str
    address: str = ""
    clocks: dict[str, datetime] = field(default_factory=dict)

    def clock(self, sender: str) -> datetime:
        return self.clocks[sender]

    async def send(self, sender: str, name: str, words: str, at: datetime) -> None:
        """The same name is the same text. Raises OSError while the door is shut."""
        self.clocks[sender] = at
        fields = {"MessageSid": _id(name), "From": sender, "To": OURS, "Body": words, "NumMedia": "0"}
        signer = RequestValidator(self.token)  # type: ignore[no-untyped-call]
        signature = str(signer.compute_signature(CALLBACKS + PATH, fields))  # type: ignore[no-untyped-call]
        headers = {"X-Twilio-Signature": signature}
        async with self.session.post(self.address + PATH, data=fields, headers=headers) as answer:
            if answer.status != 200:
                raise ConnectionError(f"the door answered {answer.status}")
        await self.hearing.hear(fields["MessageSid"])


def _id(name: str) -> str:
    return f"SM{sha256(name.encode()).hexdigest()[:32]}"


@asynccontextmanager
async def exchange(pool: asyncpg.Pool, client: Client, secret: bytes) -> AsyncIterator[Exchange]:
    """The door is open as long as it lasts; nobody but this demo can sign for it."""
    token = sha256(secret + b"texts").hexdigest()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        hearing = Hearing(pool, to_patients(client), known, CLINIC)
        made = Exchange(session=session, hearing=hearing, token=token)
        parts = (texts(pool, Signed(CALLBACKS, (token,)), made.clock),)
        async with served(site(parts), 0) as address:
            made.address = address
            yield made


async def phones_of(
    pool: asyncpg.Pool, made: Exchange, arrivals: Mapping[str, datetime], until: datetime, seed: int
) -> Mapping[str, Phone]:
    """Of the patients whose number is theirs alone: `arrivals` says since when each is with us."""
    rows = await pool.fetch(_NUMBERS)
    found = {}
    for row in rows:
        patient = row["patient"]
        if patient in arrivals:
            chance = Random(f"{seed}/{patient}/texts")  # noqa: S311  (made-up patients, not secrets)
            ahead = sorted(_own_account(chance, arrivals[patient], until))
            found[patient] = Phone(number=row["number"], chance=chance, exchange=made, ahead=ahead)
    return found


def _own_account(chance: Random, arrives: datetime, until: datetime) -> list[tuple[datetime, str]]:
    found = []
    for rate, ways in A_YEAR.values():
        at = arrives
        while (at := at + chance.expovariate(rate) * _YEAR) < until:
            found.append((at, chance.choice(ways)))
    return found


_NUMBERS = """
select min(patient) as patient, value as number from contact_point
where kind = 'phone' and extension is null group by value having count(*) = 1 order by 1, 2
"""
