"""The clinic's clock: the days it works, the hours it is open, and the hours when it writes to nobody."""

from datetime import date, datetime, timedelta
from functools import cache

from engine.clinic import Clinic
from engine.zones import clock_words, close_names, local, second_reading, utc, wall

_DAY = timedelta(days=1)


class UnknownCalendar(ValueError):
    def __init__(self, calendar: str, near: list[str]) -> None:
        self.calendar = calendar
        hint = f"did you mean {' or '.join(near)}?" if near else "write one such as US or GB-ENG"
        super().__init__(f'"{calendar}" is not a public-holiday calendar; {hint}')


def is_clinic_day(day: date, clinic: Clinic) -> bool:
    """A working weekday of the clinic that is not a public holiday, nor the day one is observed."""
    return day.weekday() in clinic.weekdays and day not in public_holidays(clinic.calendar, day.year)


def clinic_day_on_or_after(day: date, clinic: Clinic) -> date:
    while not is_clinic_day(day, clinic):
        day += _DAY
    return day


def clinic_day_after(day: date, clinic: Clinic, count: int = 1) -> date:
    """The count-th clinic day after the day, which itself never counts; a negative count goes back."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_clinic_day(day, clinic):
            day += step
    return day


def is_open(instant: datetime, clinic: Clinic) -> bool:
    """Open from the opening time on, closed at the closing time."""
    there = wall(instant, clinic.zone)
    return clinic.opens <= there.time() < clinic.closes and is_clinic_day(there.date(), clinic)


def next_open(instant: datetime, clinic: Clinic) -> datetime:
    """The instant itself while the clinic is open, else its next opening."""
    if is_open(instant, clinic):
        return utc(instant)
    there = wall(instant, clinic.zone)
    today = there.date()
    day = today if there.time() < clinic.opens else today + _DAY
    return local(clinic_day_on_or_after(day, clinic), clinic.opens, clinic.zone)


def closing(day: date, clinic: Clinic) -> datetime:
    return local(day, clinic.closes, clinic.zone)


def open_hours_after(anchor: datetime, count: int, clinic: Clinic) -> datetime:
    """The anchor moved by hours that pass only while the clinic is open; 0 waits until it is."""
    if count == 0:
        return next_open(anchor, clinic)
    left = timedelta(hours=abs(count))
    return _open_for(anchor, left, clinic) if count > 0 else _open_before(anchor, left, clinic)


def is_quiet(instant: datetime, zone: str, clinic: Clinic) -> bool:
    """Whether nobody in that zone is written to at that instant; equal bounds mean that no hour is quiet."""
    clock = wall(instant, zone).time()
    if clinic.quiet_from <= clinic.quiet_until:
        return clinic.quiet_from <= clock < clinic.quiet_until
    return clock >= clinic.quiet_from or clock < clinic.quiet_until


def end_of_quiet(instant: datetime, zone: str, clinic: Clinic) -> datetime:
    """The end of the quiet period in which the instant lies."""
    there = wall(instant, zone)
    overnight = clinic.quiet_from > clinic.quiet_until and there.time() >= clinic.quiet_from
    day = there.date() + _DAY if overnight else there.date()
    end = local(day, clinic.quiet_until, zone)
    if end <= instant:  # In the second hour of a fold the first reading of the end has gone by.
        end = second_reading(day, clinic.quiet_until, zone)
    # A gap can swallow all of a short waking time; then the quiet period lasts until the next day's.
    return end_of_quiet(end, zone, clinic) if is_quiet(end, zone, clinic) else end


def quiet_words(clinic: Clinic) -> str:
    return f"{clock_words(clinic.quiet_from)}-{clock_words(clinic.quiet_until)}"


@cache
def public_holidays(calendar: str, year: int) -> frozenset[date]:
    """The days off of one year, with the days on which a holiday that falls on a weekend is observed."""
    import holidays  # Takes 0.2 s, and most commands never ask for a clinic day.

    country, dash, region = calendar.partition("-")
    if country not in _countries() or (dash and not region):
        raise UnknownCalendar(calendar, _near(calendar))
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        raise UnknownCalendar(calendar, _near(calendar)) from None


def _open_for(anchor: datetime, left: timedelta, clinic: Clinic) -> datetime:
    day = clinic_day_on_or_after(wall(anchor, clinic.zone).date(), clinic)
    while True:
        start = max(utc(anchor), local(day, clinic.opens, clinic.zone))
        open_for = closing(day, clinic) - start
        if open_for >= left:
            return start + left
        left -= max(open_for, timedelta(0))
        day = clinic_day_after(day, clinic)


def _open_before(anchor: datetime, left: timedelta, clinic: Clinic) -> datetime:
    day = clinic_day_after(wall(anchor, clinic.zone).date() + _DAY, clinic, -1)
    while True:
        end = min(utc(anchor), closing(day, clinic))
        open_for = end - local(day, clinic.opens, clinic.zone)
        if open_for >= left:
            return end - left
        left -= max(open_for, timedelta(0))
        day = clinic_day_after(day, clinic, -1)


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import EntityLoader

    return frozenset(EntityLoader.get_country_codes())


def _near(calendar: str) -> list[str]:
    from holidays import list_supported_countries

    regions = list_supported_countries()
    country = calendar[:2].upper()
    known = [code for code in regions if len(code) == 2]
    known += [f"{country}-{region}" for region in regions.get(country, [])]
    return close_names(calendar.replace("_", "-"), known)
