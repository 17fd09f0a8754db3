"""Where somebody stands who writes to us: their journeys, and what they were asked and may still answer."""

from dataclasses import dataclass, field
from datetime import datetime

from instruments.catalogue import UnknownInstrument, instrument
from instruments.items import Choice, Count, Scale
from replies.meaning import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class OnJourney:
    """`texts` is the flag of whoever agreed to texts; `listens_to` are the reports that a rule of the pathway reads."""

    id: str
    active: bool
    texts: str | None = None
    listens_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedVisit:
    journey: str
    step: str
    occurrence: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    journey: str
    step: str
    occurrence: int
    instruments: tuple[str, ...]
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNumber:
    """A form that one number answers."""

    form: AskedForm
    instrument: str
    item: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`journeys`: the one that hears of everything first. `visit` was asked about last and is still ahead.

    `spoke_of_visits`: a text of the last weeks was about a visit, which may be over. `caregiver`: not the patient
    writes, but somebody whom the patient let in.
    """

    patient: str
    journeys: tuple[OnJourney, ...] = ()
    visit: AskedVisit | None = None
    spoke_of_visits: bool = False
    forms: tuple[AskedForm, ...] = ()
    opted_out: bool = False
    caregiver: bool = field(default=False)

    @property
    def number(self) -> OneNumber | None:
        """Two such forms at once, and nobody knows which of them a number answers."""
        found = [one for form in self.forms if (one := one_number(form)) is not None]
        return found[0] if len(found) == 1 else None

    @property
    def asked(self) -> Asked:
        number = self.number
        return Asked(
            visit=self.visit is not None or self.spoke_of_visits,
            number=None if number is None else (number.lowest, number.highest),
            form=bool(self.forms),
            opted_out=self.opted_out,
        )


def one_number(form: AskedForm) -> OneNumber | None:
    """None where more than one number is asked for, or a number could be written in more than one way."""
    if len(form.instruments) != 1:
        return None
    (name,) = form.instruments
    try:
        items = instrument(name).items
    except UnknownInstrument:
        return None
    if len(items) != 1:
        return None
    match items[0].response:
        case Scale() | Count() as response:
            lowest, highest = response.low, response.high
        case Choice() as response:
            codes = [option.code for option in response.options if isinstance(option.code, int)]
            lowest, highest = min(codes, default=0), max(codes, default=0)
            if codes != list(range(lowest, highest + 1)) or len(codes) != len(response.options):
                return None
        case _:
            return None
    if highest > 100:
        return None
    return OneNumber(form=form, instrument=name, item=items[0].id, lowest=lowest, highest=highest)
