"""The loop of the simulator: it stops by itself, and what a restart writes down is what it reads."""

from datetime import UTC, datetime, timedelta

import pytest

from commandline.forms import KnownForms
from engine.cast import Cast, nobody_else
from engine.clinic import Clinic
from engine.commands import Key, Reason, ScheduleVisit
from engine.events import Enrolled, Event
from engine.habits import free_slots
from engine.journey import Journey
from engine.language import message, repeat, stage
from engine.ordinary import MANNERS, Ordinary
from engine.simulate import NeverStops, play
from engine.spans import minutes
from engine.words import Pathway

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
BUSY = Pathway(
    name="busy",
    title="A pathway that never rests",
    texting_consent="texts",
    stages=(stage("only", repeat("again", message("welcome", "welcome_optin"), every=minutes(1))),),
)


class Joins:
    at, number = NOW, 1

    def event(self, journey: Journey) -> Event:
        return Enrolled(id="joins", at=NOW, zone="America/New_York", flags=("texts",))


def test_a_journey_that_goes_round_in_a_circle_is_not_played_for_ever() -> None:
    habits = Ordinary(forms=KnownForms(), acts={name: ways[0] for name, ways in MANNERS.items()})
    cast = Cast(BUSY, habits, KnownForms(), nobody_else)

    with pytest.raises(NeverStops, match="more than 50 events"):
        list(
            play(
                BUSY, Journey(id="one", pathway="busy"), cast, [Joins()], NOW + timedelta(days=1), at_most=50
            )
        )


def test_on_a_day_without_a_free_hour_the_wanted_hour_is_taken() -> None:
    wanted = ScheduleVisit(
        key=Key("one", "visit", 1, 1),
        reason=Reason("", ""),
        role="pt",
        minutes=30,
        modes=("in_person",),
        due_at=NOW,
    )
    every_hour = {NOW.replace(hour=hour) for hour in range(24)}

    assert free_slots(wanted, Clinic(zone="UTC"), NOW.date(), 10, every_hour) == (NOW.replace(hour=10),)
