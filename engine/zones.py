"""Wall clocks: which zone a patient was in, and what a local time is in UTC by the zone rules we ship."""

import difflib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module, resources
from typing import TypeAlias
from zoneinfo import ZoneInfo

Zones: TypeAlias = tuple[tuple[datetime | None, str], ...]
"""When each of a patient's zones came into force, ascending; None is from the beginning."""

# IANA keeps these for old machines. As a patient's zone they hide a mistake: nobody lives in EST all year.
_NO_PLACES = {
    "CET": "Europe/Paris",
    "CST6CDT": "America/Chicago",
    "EET": "Europe/Athens",
    "EST": "America/New_York",
    "EST5EDT": "America/New_York",
    "Factory": "Etc/UTC",
    "HST": "Pacific/Honolulu",
    "MET": "Europe/Paris",
    "MST": "America/Denver",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
    "WET": "Europe/Lisbon",
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class UnknownZone(ValueError):
    def __init__(self, zone: str) -> None:
        self.zone = zone
        near = _near(zone)
        hint = f"did you mean {' or '.join(near)}?" if near else "write one such as America/New_York"
        super().__init__(f'"{zone}" is not the IANA name of a time zone; {hint}')


class NaiveInstant(ValueError):
    def __init__(self, instant: datetime) -> None:
        self.instant = instant
        super().__init__(f"{instant.isoformat()} does not say its zone; instants are UTC")


def zone_at(zones: Zones, instant: datetime) -> str:
    """The zone in force at the instant; before the first of them, the first."""
    found = zones[0][1]
    for since, zone in zones:
        if since is not None and since > instant:
            break
        found = zone
    return found


def zone_now(zones: Zones) -> str:
    return zones[-1][1]


def local(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of that local time: a gap moves it forward, a fold gives the first reading."""
    # fold=0 takes the offset before the change, which lands later by the gap, or on the first reading.
    return _reading(day, at, zone, 0).astimezone(UTC)


def second_reading(day: date, at: time, zone: str) -> datetime:
    """Like `local`, but in an autumn fold the second time that the clock shows `at`."""
    return _reading(day, at, zone, 1).astimezone(UTC)


def wall(instant: datetime, zone: str) -> datetime:
    """What a clock on the wall of that zone shows; an instant without a zone is refused."""
    if instant.tzinfo is None:
        raise NaiveInstant(instant)
    return instant.astimezone(zone_rules(zone))


def utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise NaiveInstant(instant)
    return instant.astimezone(UTC)


def clock_change(day: date, at: time, zone: str) -> str:
    """What `local` did about a gap or a fold, as the tail of a sentence; empty at any ordinary time."""
    first, second = local(day, at, zone), second_reading(day, at, zone)
    if first == second:
        return ""
    if first < second:
        return f"; {day_and_clock(day, at)} comes twice, the first counts"
    shown = wall(first, zone)
    return f"; {day_and_clock(day, at)} does not exist, so {day_and_clock(shown, shown)}"


def date_words(day: date) -> str:
    # Not strftime: its words depend on the machine's locale.
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_words(clock: time | datetime) -> str:
    return f"{clock.hour:02}:{clock.minute:02}"


def day_and_clock(day: date, clock: time | datetime) -> str:
    return f"{date_words(day)} {clock_words(clock)}"


def said(instant: datetime, zone: str) -> str:
    """The instant as people of that zone say it: `Mon 9 Mar 2026 09:00 America/Phoenix`."""
    shown = wall(instant, zone)
    return f"{day_and_clock(shown, shown)} {zone}"


@cache
def zone_rules(zone: str) -> ZoneInfo:
    """The rules of one zone from the tzdata package, never the machine's own copy, which may be years old."""
    if zone not in zone_names():
        raise UnknownZone(zone)
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=zone)


@cache
def zone_names() -> frozenset[str]:
    """Every name that a patient's zone may have."""
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return frozenset(listed) - _NO_PLACES.keys()


def tzdata_version() -> str:
    """The IANA release of the zone rules, such as 2026f."""
    return str(import_module("tzdata").IANA_VERSION)


def close_names(wrong: str, known: Iterable[str]) -> list[str]:
    """The known names nearest to a wrong one, best first; one alone if only the letter case is wrong."""
    by_folded = {name.casefold(): name for name in sorted(known)}
    if wrong.casefold() in by_folded:
        return [by_folded[wrong.casefold()]]
    return [by_folded[near] for near in difflib.get_close_matches(wrong.casefold(), by_folded)]


def _near(zone: str) -> list[str]:
    if zone in _NO_PLACES:
        return [_NO_PLACES[zone]]
    # "New York" and "america/new_york" are both wrong names of one place.
    by_city = {name.rpartition("/")[2]: name for name in sorted(zone_names())}
    near = close_names(zone.replace(" ", "_"), [*zone_names(), *by_city])
    return list(dict.fromkeys(by_city.get(name, name) for name in near))


def _reading(day: date, at: time, zone: str, fold: int) -> datetime:
    clock = at if at.fold == fold else at.replace(fold=fold)
    return datetime.combine(day, clock, zone_rules(zone))
