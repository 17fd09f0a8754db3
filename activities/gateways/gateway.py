"""One way out of the house: what is handed to it, and what one try can come to. Nothing here tries twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

Way = Literal["sms", "email", "mailbox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What goes into a calendar; it tells of no illness. `sequence` grows each time the visit is moved."""

    id: str
    starts_at: datetime
    minutes: int
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One text to one address. `ref` is the same at each try, `number` counts the tries; `at` is the patient's time.

    `prompt` is the journey and the key that it is known by at home.
    """

    ref: str
    to: str
    words: str
    at: datetime
    number: int = 1
    language: str = "en"
    kind: Literal["sms", "secure"] = "sms"
    prompt: tuple[str, str] = ("", "")
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it, under this id of its own."""

    id: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Surely not sent; `after` is what the provider asks for."""

    code: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """Taken or not: the answer never came, or cannot be read. Nobody may simply send it again."""

    code: str


@dataclass(frozen=True, slots=True)
class NeverThisMessage:
    """Refused for good, and would be refused again; another way may do."""

    code: str


@dataclass(frozen=True, slots=True)
class NeverThisNumber:
    """Nothing will ever arrive there: there is no such number, or its owner said stop."""

    code: str
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Misconfigured:
    """Our account or our sender: no text of anybody goes until a person mends it."""

    code: str


Outcome: TypeAlias = Sent | TryAgain | Unsure | NeverThisMessage | NeverThisNumber | Misconfigured


class CannotTell(Exception):
    """The provider cannot be asked just now. Says a code, never an address or words."""


class Gateway(Protocol):
    """`repeats_are_one`: the same `ref` handed over twice arrives once, so nobody needs to ask what was sent.

    `shows_what_it_took`: it can be asked afterwards, by `found`.
    """

    @property
    def way(self) -> Way: ...

    @property
    def repeats_are_one(self) -> bool: ...

    @property
    def shows_what_it_took(self) -> bool: ...

    async def post(self, letter: Letter) -> Outcome:
        """One try. Raises nothing that the world can cause."""

    async def found(self, letter: Letter, since: datetime) -> Sequence[str]:
        """The provider's ids of what it took of this text since then, oldest first. Raises CannotTell."""

    async def close(self) -> None: ...
