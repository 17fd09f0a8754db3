"""A made-up population: who is referred and when, and what life brings them between visits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from commandline.chance import ByChance, someone
from commandline.forms import KnownForms
from engine.cast import Cast, Sort, nobody_else
from engine.events import Died, Enrolled, Event, PatientMoved, PutOnHold, Reported, Transferred, Withdrew
from engine.journey import Journey
from engine.simulate import Happened, play
from engine.words import Pathway
from pathways.clinic import CLINIC

FIRST_DAY = datetime(2026, 1, 5, 14, tzinfo=UTC)
"""The first referral. Always the same, so that two runs can be compared."""
A_MONTH = timedelta(days=30.4)
REFERRED_OVER = 0.5
"""Referrals arrive evenly over this share of the time; the rest is for following up."""

# What happens how often to one patient in a year.
A_YEAR = {
    "flare": 1.5,  # [K]
    "fall": 0.2,  # [K]
    "question": 0.8,  # [P]
    "hospital": 0.1,  # [K]
    "adverse_event": 0.05,  # [P]
    "barrier": 0.15,  # [P]
    "moves": 0.02,  # [P]
    "withdraws": 0.10,  # [K]
    "dies": 0.008,  # [K]
    "transfers": 0.01,  # [P]
}
IN_HOSPITAL = (3, 20)  # [P] days
ON_OPIOIDS = 0.25  # [K]
HIGH_DOSE = 0.2  # [K] of those, 50 MME a day or more
OBESE = 0.35  # [K]
DOSE_UNKNOWN = 0.1  # [P] at referral
AGREES_TO_TEXTS = 0.9  # [P] as the referral says
ZONES = ("America/New_York",) * 9 + ("America/Chicago",)
MOVES_TO = ("America/Chicago", "America/Los_Angeles", "Europe/Madrid", "America/Phoenix")

_YEAR = timedelta(days=365)
_FORMS = KnownForms()


@dataclass(frozen=True, slots=True)
class Fate:
    """Something that life brings, if the patient is still in the program then."""

    at: datetime
    number: int
    make: Callable[[], Event]

    def event(self, journey: Journey) -> Event | None:
        event = self.make()
        possible = journey.status == "active" or isinstance(event, Enrolled)
        if isinstance(event, PutOnHold) and journey.hold is not None:
            possible = False
        return event if possible else None


def live(pathway: Pathway, seed: int, number: int, patients: int, until: datetime) -> Iterator[Happened]:
    """All that happens to one patient. The same seed and number give the same life, whoever plays it."""
    chance = chance_of(seed, number)
    arrives = FIRST_DAY + (until - FIRST_DAY) * REFERRED_OVER * (number / patients)
    cast = people_around(pathway, chance)
    joins = enrolled(chance, arrives, pathway.texting_consent)
    fates = [Fate(arrives, 0, lambda: joins), *fates_of(chance, arrives, until)]
    return play(pathway, Journey(id=f"patient-{number}", pathway=pathway.name), cast, fates, until)


def chance_of(seed: int, number: int) -> Random:
    return Random(f"{seed}/{number}")  # noqa: S311  (made-up patients, not secrets)


def people_around(
    pathway: Pathway, chance: Random, leave_alone: Callable[[str, Sort], bool] = nobody_else
) -> Cast:
    """One patient as chance has them, and everybody who acts for them."""
    person = someone(chance, tuple(therapy.name for therapy in pathway.therapies))
    return Cast(pathway, ByChance(person, _FORMS, chance), _FORMS, leave_alone)


def fates_of(chance: Random, arrives: datetime, until: datetime) -> list[Fate]:
    """What life brings between two days, earliest first."""
    return sorted(_fates(chance, arrives, until), key=lambda fate: (fate.at, fate.number))


def _fates(chance: Random, arrives: datetime, until: datetime) -> Iterator[Fate]:
    number = 1
    for what, rate in A_YEAR.items():
        at = arrives
        while (at := at + chance.expovariate(rate) * _YEAR) < until:
            number += 1
            yield from _news(chance, what, at, number)


def enrolled(chance: Random, at: datetime, texting_consent: str | None) -> Enrolled:
    """As the referral says it; `texting_consent` is the flag of those who agreed to texts."""
    dose = 0
    if chance.random() < ON_OPIOIDS:
        dose = chance.randint(50, 150) if chance.random() < HIGH_DOSE else chance.randint(5, 49)
    facts: dict[str, int | str | float | bool | None] = {"age": chance.randint(19, 88)}
    facts["bmi"] = chance.randint(30, 42) if chance.random() < OBESE else chance.randint(19, 29)
    if chance.random() > DOSE_UNKNOWN:
        facts["mme"] = dose
    zone, agrees = chance.choice(ZONES), chance.random() < AGREES_TO_TEXTS
    flags = (texting_consent,) if agrees and texting_consent is not None else ()
    return Enrolled(id="enrolled", at=at, zone=zone, clinic=CLINIC, facts=facts, flags=flags)


def _news(chance: Random, what: str, at: datetime, number: int) -> Iterator[Fate]:
    id = f"life:{number}"
    event: Event
    match what:
        case "hospital":
            back = at + timedelta(days=chance.randint(*IN_HOSPITAL))
            told: Event = Reported(id=f"{id}:told", at=at, report="hospital_stay")
            yield Fate(at, number, lambda: told)
            event = PutOnHold(id=id, at=at, review_at=back, reason="hospital")
        case "moves":
            event = PatientMoved(id=id, at=at, zone=chance.choice(MOVES_TO))
        case "withdraws":
            event = Withdrew(id=id, at=at)
        case "dies":
            event = Died(id=id, at=at)
        case "transfers":
            event = Transferred(id=id, at=at)
        case _:
            event = Reported(id=id, at=at, report=what)
    yield Fate(at, number, lambda: event)
