"""What a text can mean, and what must be known to tell: the words alone do not say what a 7 is an answer to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Intent = Literal[
    "crisis",  # may want to hurt or kill themselves
    "red_flag",  # tells of a warning sign; `signs` says which
    "death",  # the patient has died
    "wrong_number",  # this phone is not the patient's
    "opt_out",  # wants no more texts, in whatever words
    "opt_in",  # wants texts again
    "help",  # asks who writes, or for help with the texts
    "report",  # tells of a flare, a fall, a hospital stay, medicine that ran out; `reports` says which
    "change_visit",  # cannot come, or wants another time
    "confirm",  # comes to the visit
    "call_me",  # wants to be phoned
    "number",  # answers a question of one number
    "later",  # will do what was asked another time
    "courtesy",  # a thank-you: nothing is wanted
    "unclear",  # a person reads it
]
"""The most urgent first: in this order a reading names what it found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What this patient was last asked for by text, and still may answer.

    `number` is the lowest and the highest answer of a question that takes one number. `opted_out`: they get no texts
    now, so a yes can only mean that they want them again, as the text provider takes it too.
    """

    visit: bool = False
    number: tuple[int, int] | None = None
    form: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """At least one intent, the most urgent first. `signs` are warning signs (`rf01`), `reports` codes of reports.

    `wait` is how long the patient wants to be left alone; None when they did not say.
    """

    intents: tuple[Intent, ...]
    signs: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    number: int | None = None
    wait: timedelta | None = None

    @property
    def intent(self) -> Intent:
        return self.intents[0]
