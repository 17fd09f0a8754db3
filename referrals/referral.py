"""A referral as we understand it, and what we say when we cannot use one."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refused:
    """The reason says what is wrong with the file, never who it is about."""

    reason: str
    kind: Literal["unusable", "deceased"] = "unusable"
    known_as: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    """Of one who has died: whether it is somebody we care for has to be looked up, so that nobody phones them."""


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes as (system, code), and the words beside them."""

    codes: tuple[tuple[str, str], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    """In E.164, without the extension."""
    extension: str | None
    use: str | None
    dialable: bool
    """False where the number has the right length but cannot exist, such as the area code 555."""


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]
    city: str | None
    state: str | None
    postcode: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    family: str
    given: tuple[str, ...]
    born: tuple[date, date]
    """The first and the last day it can have been: a birth date may be only a year or a month."""
    sex: str | None
    identifiers: tuple[tuple[str, str], ...]
    """(system, value); the one that the referring side knows the person by comes first."""
    phones: tuple[Phone, ...]
    unreadable_phones: int
    emails: tuple[str, ...]
    address: Address | None
    language: str | None
    zone: str | None
    """None: neither said nor to be derived from the address; the clinic's zone is used."""


@dataclass(frozen=True, slots=True)
class Problem:
    what: Coded
    onset: str | None
    """As precise as it was written: a year, a month, a day or an instant."""
    site: str


@dataclass(frozen=True, slots=True)
class PainProblem:
    """Conditions that are one episode of care."""

    site: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    what: Coded
    active: bool | None
    """None: the file does not say."""
    opioid: str | None
    mme: Decimal | None
    """Of one day; None where it cannot be computed, which is never zero."""
    as_needed: bool


@dataclass(frozen=True, slots=True)
class Allergy:
    what: Coded
    criticality: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    value: Decimal
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    person: Person
    age: int | None
    pain: tuple[PainProblem, ...]
    medicines: tuple[Medicine, ...]
    mme: Decimal | None
    """Of one day over all active opioids; None if there is none or one of them cannot be computed."""
    bmi: Measured | None
    egfr: Measured | None
    allergies: tuple[Allergy, ...]
    coverage: tuple[str, ...]
    practitioner: str | None
    organisation: str | None
    reason: str | None
    number: tuple[str, str] | None
    """The (system, value) by which the referring side knows this referral."""
    texts: bool | None
    """Whether the person agreed to be texted. None: the file does not say, and nobody is texted on a guess."""
    for_triage: tuple[str, ...]
    """What a coordinator has to weigh before accepting, such as a cancer (clinical reference, A2)."""

    @property
    def facts(self) -> dict[str, float]:
        """What a pathway may decide by; what is not known is not there."""
        known: dict[str, int | Decimal | None] = {
            "age": self.age,
            "mme": self.mme,
            "bmi": self.bmi.value if self.bmi else None,
            "egfr": self.egfr.value if self.egfr else None,
        }
        return {name: float(value) for name, value in known.items() if value is not None}
