"""All zones of the United States, Europe and Australia, all days of two years: nothing but danger and answers at night."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from engine.clinic import Clinic
from engine.commands import Key, Reason, SendMessage
from engine.voice import Listener, Voice, hear, speak, speaks_at
from engine.words import Urgency

FIRST, DAYS = date(2026, 1, 1), 731
EVENING, MORNING = time(20), time(8)
EUROPE = frozenset(
    [
        "AD",
        "AL",
        "AT",
        "AX",
        "BA",
        "BE",
        "BG",
        "BY",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FO",
        "FR",
        "GB",
        "GG",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IM",
        "IS",
        "IT",
        "JE",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SJ",
        "SK",
        "SM",
        "TR",
        "UA",
        "VA",
        "XK",
    ]
)


@cache
def _zones() -> tuple[str, ...]:
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(sorted(row[2] for row in rows if row[0] in EUROPE | {"US", "AU"}))


def _prompt(urgency: Urgency) -> SendMessage:
    return SendMessage(
        key=Key("j1", "step", 1, 1), reason=Reason("", ""), template="form_due", to="patient", urgency=urgency
    )


def _moments(place: int, zone: ZoneInfo) -> list[datetime]:
    """One a day, over the years at every minute of the day; on days on which the clocks move, every half hour."""
    moments = []
    for number in range(DAYS):
        midnight = datetime.combine(FIRST + timedelta(days=number), time(), UTC)
        minutes = [(number * 997 + place * 131) % 1440]
        if (
            midnight.astimezone(zone).utcoffset()
            != (midnight + timedelta(days=1)).astimezone(zone).utcoffset()
        ):
            minutes += range(0, 1440, 30)
        moments += [midnight + timedelta(minutes=minute) for minute in minutes]
    return moments


@pytest.mark.parametrize("urgency", ["routine", "visit"])
def test_nothing_that_can_wait_goes_out_at_night_anywhere(urgency: Urgency) -> None:
    message, clinic, held_up = _prompt(urgency), Clinic(), 0
    voice = hear(Voice(), message)
    assert len(_zones()) > 90
    for place, name in enumerate(_zones()):
        zone = ZoneInfo(name)
        listener = Listener(zones=((None, name),), clinic=clinic)
        for at in _moments(place, zone):
            moment = speaks_at(voice, at, listener)
            assert moment is not None
            there = moment.at.astimezone(zone).time()
            assert MORNING <= there < EVENING, (name, at, moment)
            assert at <= moment.at <= at + timedelta(hours=13), (name, at, moment)
            if moment.at > at:
                held_up += 1
                assert (there, at.astimezone(zone).time() >= EVENING or at.astimezone(zone).time() < MORNING) == (
                    MORNING, True,
                ), (name, at, moment)  # fmt: skip
    assert held_up > 10_000


def test_the_voice_says_it_then_and_not_before() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    listener = Listener(zones=((None, zone.key),), clinic=Clinic())
    voice = hear(Voice(), _prompt("routine"))
    at = datetime(2026, 4, 4, 23, tzinfo=zone).astimezone(UTC)

    moment = speaks_at(voice, at, listener)

    assert moment is not None
    assert speak(voice, moment.at - timedelta(minutes=1), listener).texts == ()
    assert len(speak(voice, moment.at, listener).texts) == 1
