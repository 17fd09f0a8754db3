"""The clinic's clock: working days, holidays and their observed days, opening hours, quiet hours."""

from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from engine.clinic import Clinic
from engine.clinic_days import end_of_quiet, next_open
from engine.moments import (
    UnknownCalendar,
    clinic_day_after,
    clinic_day_on_or_after,
    is_clinic_day,
    is_open,
    is_quiet,
    outside_quiet,
)

instant = datetime.fromisoformat
NEW_YORK = Clinic()


@pytest.mark.parametrize(
    ("day", "calendar", "works"),
    [
        ("2026-07-02", "US", True),
        ("2026-07-03", "US", False),  # observed: 4 July is a Saturday
        ("2027-12-31", "US", False),  # observed: 1 January 2028 is a Saturday
        ("2026-12-28", "GB-ENG", False),  # observed: Boxing Day is a Saturday
        ("2026-12-28", "US", True),
        ("2026-03-31", "US-CA", False),  # Cesar Chavez Day
        ("2026-03-31", "US", True),
        ("2026-07-04", "US", False),
        ("2026-07-05", "US", False),
    ],
)
def test_a_clinic_day_is_a_weekday_that_is_no_public_holiday(day: str, calendar: str, works: bool) -> None:
    assert is_clinic_day(date.fromisoformat(day), Clinic(calendar=calendar)) is works


def test_a_clinic_may_work_on_saturdays() -> None:
    assert is_clinic_day(date(2026, 3, 7), Clinic(weekdays=(1, 5)))
    assert not is_clinic_day(date(2026, 3, 6), Clinic(weekdays=(1, 5)))


def test_a_clinic_day_counts_as_on_or_after_itself_but_not_as_after_itself() -> None:
    assert clinic_day_on_or_after(date(2026, 7, 2), NEW_YORK) == date(2026, 7, 2)
    assert clinic_day_on_or_after(date(2026, 7, 3), NEW_YORK) == date(2026, 7, 6)
    assert clinic_day_after(date(2026, 7, 2), NEW_YORK) == date(2026, 7, 6)


def test_clinic_days_are_counted_forward_and_back_over_weekends_and_holidays() -> None:
    assert clinic_day_after(date(2026, 7, 1), NEW_YORK, 3) == date(2026, 7, 7)
    assert clinic_day_after(date(2026, 7, 6), NEW_YORK, -1) == date(2026, 7, 2)
    assert clinic_day_after(date(2026, 7, 5), NEW_YORK, -2) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("XX", "write one such as US or GB-ENG"),
        ("", "write one such as US or GB-ENG"),
        ("de-by", "did you mean DE-BY?"),
        ("GB_ENG", "did you mean GB-ENG?"),
        ("US-CAL", "did you mean US-CA"),
        ("US-", "did you mean US"),
        ("NYSE", "did you mean"),  # a stock exchange's holidays are no clinic's
    ],
)
def test_a_wrong_calendar_is_refused_with_its_name_and_a_better_one(wrong: str, hint: str) -> None:
    with pytest.raises(UnknownCalendar) as refused:
        is_clinic_day(date(2026, 1, 2), Clinic(calendar=wrong))

    assert refused.value.calendar == wrong
    assert str(refused.value).startswith(f'"{wrong}" is not a public-holiday calendar; ')
    assert hint in str(refused.value)


def test_the_clinic_opens_at_its_opening_time_and_is_closed_at_its_closing_time() -> None:
    assert not is_open(instant("2026-07-02T11:59Z"), NEW_YORK)
    assert is_open(instant("2026-07-02T12:00Z"), NEW_YORK)
    assert is_open(instant("2026-07-02T20:59Z"), NEW_YORK)
    assert not is_open(instant("2026-07-02T21:00Z"), NEW_YORK)
    assert not is_open(instant("2026-07-03T15:00Z"), NEW_YORK)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-07-02T15:00Z", "2026-07-02T15:00Z"),
        ("2026-07-02T10:00Z", "2026-07-02T12:00Z"),
        ("2026-07-02T21:00Z", "2026-07-06T12:00Z"),
        ("2026-07-03T10:00Z", "2026-07-06T12:00Z"),
    ],
)
def test_a_closed_clinic_opens_next_on_its_next_day(at: str, opens: str) -> None:
    assert next_open(instant(at), NEW_YORK) == instant(opens)


@pytest.mark.parametrize("weekdays", [(), (7,), (0, -1)])
def test_a_clinic_without_a_real_weekday_is_refused(weekdays: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError, match="at least one weekday, 0"):
        Clinic(weekdays=weekdays)


def test_a_clinic_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValidationError, match="opens before it closes"):
        Clinic(opens=time(17), closes=time(17))


@pytest.mark.parametrize(
    ("due", "allowed"),
    [
        ("2026-05-05T23:59Z", "2026-05-05T23:59Z"),  # 19:59
        ("2026-05-06T00:00Z", "2026-05-06T12:00Z"),  # 20:00 is quiet
        ("2026-05-06T05:00Z", "2026-05-06T12:00Z"),  # after midnight: the same morning
        ("2026-05-06T11:59Z", "2026-05-06T12:00Z"),
        ("2026-05-06T12:00Z", "2026-05-06T12:00Z"),  # 08:00 is allowed
    ],
)
def test_quiet_hours_over_midnight_include_their_start_and_exclude_their_end(due: str, allowed: str) -> None:
    assert outside_quiet(instant(due), "America/New_York", NEW_YORK).at == instant(allowed)
    assert is_quiet(instant(due), "America/New_York", NEW_YORK) is (due != allowed)


@pytest.mark.parametrize(
    ("due", "allowed"),
    [
        ("2026-05-06T16:59Z", "2026-05-06T16:59Z"),
        ("2026-05-06T17:00Z", "2026-05-06T19:00Z"),
        ("2026-05-06T18:59Z", "2026-05-06T19:00Z"),
        ("2026-05-06T19:00Z", "2026-05-06T19:00Z"),
    ],
)
def test_quiet_hours_may_lie_within_one_day(due: str, allowed: str) -> None:
    siesta = Clinic(quiet_from=time(13), quiet_until=time(15))

    assert outside_quiet(instant(due), "America/New_York", siesta).at == instant(allowed)


@pytest.mark.parametrize("hour", range(24))
def test_no_hour_is_quiet_when_quiet_hours_end_as_they_begin(hour: int) -> None:
    never = Clinic(quiet_from=time(8), quiet_until=time(8))

    assert not is_quiet(datetime.fromisoformat(f"2026-05-06T{hour:02}:00Z"), "America/New_York", never)


def test_quiet_hours_are_said_in_one_sentence() -> None:
    due, zone = instant("2026-05-06T02:15Z"), "America/New_York"

    assert outside_quiet(due, zone, NEW_YORK).because == (
        "Tue 5 May 2026 22:15 America/New_York moved out of quiet hours 20:00-08:00"
        " to Wed 6 May 2026 08:00 America/New_York"
    )
    assert outside_quiet(instant("2026-05-06T14:00Z"), zone, NEW_YORK).because == (
        "Wed 6 May 2026 10:00 America/New_York is outside quiet hours 20:00-08:00"
    )


def test_in_the_second_hour_of_a_fold_quiet_hours_end_at_the_second_reading() -> None:
    until_half_past_one = Clinic(quiet_from=time(20), quiet_until=time(1, 30))
    second_ten_past_one = instant("2026-11-01T06:10Z")

    assert end_of_quiet(second_ten_past_one, "America/New_York", until_half_past_one) == instant(
        "2026-11-01T06:30Z"
    )


def test_a_waking_time_that_a_gap_swallows_leaves_the_quiet_hours_until_the_next_day() -> None:
    awake_twenty_minutes = Clinic(quiet_from=time(2, 30), quiet_until=time(2, 10))
    found = outside_quiet(instant("2026-03-08T06:00Z"), "America/New_York", awake_twenty_minutes)

    assert found.at == instant("2026-03-09T06:10Z")


def test_a_day_that_the_calendar_skips_is_not_waited_for() -> None:
    # Samoa went from 29 to 31 December 2011: the morning after the 29th is that of the 31st.
    found = outside_quiet(instant("2011-12-30T08:00Z"), "Pacific/Apia", NEW_YORK)

    assert found.at == instant("2011-12-30T18:00Z")
    assert found.because.endswith("to Sat 31 Dec 2011 08:00 Pacific/Apia")


@pytest.mark.parametrize("backups", [(("a", "b"), ("a", "c")), (("a", "a"),)])
def test_one_other_role_stands_in_for_a_role(backups: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValidationError, match="one other role stands in for a role"):
        Clinic(backups=backups)
