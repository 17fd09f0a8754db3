"""When something that hangs on an anchor is due, and the sentence that says why."""

from datetime import datetime, time

import pytest

from engine.clinic import Clinic
from engine.moments import (
    Moment,
    NaiveInstant,
    Zones,
    deadline,
    missed_run,
    moment,
    on_local_day,
    shift,
    short_notice,
)
from engine.spans import Span, clinic_days, clinic_hours, days, hours, minutes, months, weeks

instant = datetime.fromisoformat
CLINIC = Clinic()
NEW_YORK: Zones = ((None, "America/New_York"),)
NINE = time(9)
BOOKED = instant("2026-03-06T15:00Z")  # Friday 10:00 in New York, two days before the clocks go forward


def due(
    offset: Span,
    *,
    anchor: datetime = BOOKED,
    at: time | None = NINE,
    zones: Zones = NEW_YORK,
    now: datetime = BOOKED,
    on_clinic_day: bool = False,
    quiet: bool = True,
) -> Moment:
    return moment(
        "START",
        anchor,
        offset,
        at=at,
        zones=zones,
        clinic=CLINIC,
        now=now,
        on_clinic_day=on_clinic_day,
        quiet=quiet,
    )


# Shifting


@pytest.mark.parametrize(
    ("anchor", "span", "expected"),
    [
        ("2026-03-06T15:00Z", hours(72), "2026-03-09T15:00Z"),
        ("2026-03-06T15:00Z", minutes(-90), "2026-03-06T13:30Z"),
        ("2026-03-06T15:00Z", days(3), "2026-03-09T14:00Z"),
        ("2026-03-09T14:00Z", days(-3), "2026-03-06T15:00Z"),
        ("2026-03-06T15:00Z", weeks(1), "2026-03-13T14:00Z"),
        ("2026-01-31T15:00Z", months(1), "2026-02-28T15:00Z"),
        ("2028-01-31T15:00Z", months(1), "2028-02-29T15:00Z"),
        ("2028-02-29T15:00Z", months(12), "2029-02-28T15:00Z"),
        ("2026-03-31T14:00Z", months(-1), "2026-02-28T15:00Z"),
        ("2026-01-15T15:00Z", months(-13), "2024-12-15T15:00Z"),
        ("2026-03-07T07:30Z", days(1), "2026-03-08T07:30Z"),  # 02:30 falls in the gap
        ("2026-10-31T05:30Z", days(1), "2026-11-01T05:30Z"),  # 01:30 comes twice
        ("2026-11-01T06:30Z", days(0), "2026-11-01T06:30Z"),  # the second 01:30 stays the second
    ],
)
def test_elapsed_time_passes_and_calendar_steps_keep_the_time_of_day(
    anchor: str, span: Span, expected: str
) -> None:
    assert shift(instant(anchor), span, "America/New_York", CLINIC) == instant(expected)


@pytest.mark.parametrize(
    ("anchor", "count", "expected"),
    [
        ("2026-07-01T14:00Z", 2, "2026-07-06T14:00Z"),  # over Friday's holiday and the weekend
        ("2026-07-06T14:00Z", -2, "2026-07-01T14:00Z"),
        ("2026-07-03T23:00Z", 1, "2026-07-06T21:00Z"),  # after hours: at closing time
        ("2026-07-03T09:00Z", 1, "2026-07-06T12:00Z"),  # before hours: at opening time
        ("2026-07-04T14:00Z", -1, "2026-07-02T14:00Z"),
        ("2026-07-02T14:00Z", 0, "2026-07-02T14:00Z"),  # open
        ("2026-07-02T22:00Z", 0, "2026-07-06T12:00Z"),  # closed
    ],
)
def test_clinic_days_are_the_clinic_s_own_and_land_in_its_hours(
    anchor: str, count: int, expected: str
) -> None:
    assert shift(instant(anchor), clinic_days(count), "Asia/Tokyo", CLINIC) == instant(expected)


@pytest.mark.parametrize(
    ("anchor", "count", "expected"),
    [
        ("2026-07-02T18:00Z", 3, "2026-07-02T21:00Z"),  # until closing
        ("2026-07-02T18:00Z", 4, "2026-07-06T13:00Z"),  # over the holiday and the weekend
        ("2026-07-02T10:00Z", 1, "2026-07-02T13:00Z"),  # from opening
        ("2026-07-02T23:00Z", 10, "2026-07-07T13:00Z"),  # a whole day between
        ("2026-07-02T18:00Z", 0, "2026-07-02T18:00Z"),
        ("2026-07-02T22:00Z", 0, "2026-07-06T12:00Z"),
        ("2026-07-06T13:00Z", -4, "2026-07-02T18:00Z"),
        ("2026-07-06T13:00Z", -1, "2026-07-06T12:00Z"),
        ("2026-07-04T13:00Z", -10, "2026-07-01T20:00Z"),
        ("2026-07-06T10:00Z", -1, "2026-07-02T20:00Z"),
        ("2026-07-06T23:00Z", -1, "2026-07-06T20:00Z"),
    ],
)
def test_clinic_hours_pass_only_while_the_clinic_is_open(anchor: str, count: int, expected: str) -> None:
    assert shift(instant(anchor), clinic_hours(count), "Asia/Tokyo", CLINIC) == instant(expected)


@pytest.mark.parametrize(
    "span", [hours(1), days(0), days(1), clinic_days(0), clinic_days(1), clinic_hours(1)]
)
def test_an_anchor_that_does_not_say_its_zone_is_refused(span: Span) -> None:
    with pytest.raises(NaiveInstant):
        shift(datetime(2026, 3, 6, 15), span, "America/New_York", CLINIC)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("count", [-2026 * 12, 8000 * 12])
def test_months_outside_the_calendar_are_refused(count: int) -> None:
    with pytest.raises(OverflowError, match="leaves the calendar"):
        shift(BOOKED, months(count), "America/New_York", CLINIC)


# Moments


def test_a_moment_is_a_local_day_and_time_with_its_reason() -> None:
    found = due(days(3))

    assert found.at == instant("2026-03-09T13:00Z")
    assert found.because == "3 days after START, at 09:00 America/New_York (Mon 9 Mar 2026)"
    assert found.was_due is None


@pytest.mark.parametrize(
    ("offset", "at", "expected", "because"),
    [
        (
            days(3),
            None,
            "2026-03-09T14:00Z",
            "3 days after START, at 10:00 America/New_York (Mon 9 Mar 2026)",
        ),
        (
            hours(72),
            None,
            "2026-03-09T15:00Z",
            "72 hours after START, at 11:00 America/New_York (Mon 9 Mar 2026)",
        ),
        (
            hours(72),
            NINE,
            "2026-03-09T13:00Z",
            "72 hours after START, at 09:00 America/New_York (Mon 9 Mar 2026)",
        ),
        (
            days(0),
            None,
            "2026-03-06T15:00Z",
            "on the day of START, at 10:00 America/New_York (Fri 6 Mar 2026)",
        ),
        (
            days(0),
            time(18),
            "2026-03-06T23:00Z",
            "on the day of START, at 18:00 America/New_York (Fri 6 Mar 2026)",
        ),
        (
            months(1),
            NINE,
            "2026-04-06T13:00Z",
            "1 month after START, at 09:00 America/New_York (Mon 6 Apr 2026)",
        ),
        (
            clinic_days(2),
            NINE,
            "2026-03-10T13:00Z",
            "2 clinic days after START, at 09:00 America/New_York (Tue 10 Mar",
        ),
        (
            clinic_days(1),
            None,
            "2026-03-09T14:00Z",
            "1 clinic day after START, at 10:00 America/New_York (Mon 9 Mar",
        ),
        (clinic_hours(0), None, "2026-03-06T15:00Z", "once the clinic is open from START on, at 10:00"),
    ],
)
def test_every_kind_of_offset_has_its_moment(
    offset: Span, at: time | None, expected: str, because: str
) -> None:
    found = due(offset, at=at)

    assert found.at == instant(expected)
    assert found.because.startswith(because)


def test_a_moment_may_lie_before_its_anchor() -> None:
    found = due(days(-2), anchor=instant("2026-03-20T14:00Z"))

    assert found.at == instant("2026-03-18T13:00Z")
    assert found.because == "2 days before START, at 09:00 America/New_York (Wed 18 Mar 2026)"


def test_a_moment_in_a_gap_says_so() -> None:
    found = due(days(2), at=time(2, 30), quiet=False)

    assert found.at == instant("2026-03-08T07:30Z")
    assert found.because.endswith("; Sun 8 Mar 2026 02:30 does not exist, so Sun 8 Mar 2026 03:30")


def test_a_day_is_counted_as_a_day_even_where_the_time_of_day_falls_in_a_gap_over_midnight() -> None:
    # A day after 27 March 23:30 is 28 March 23:30, which Nuuk's clocks skip to 00:30 on the 29th.
    found = due(
        days(1),
        anchor=instant("2026-03-28T01:30Z"),
        now=instant("2026-03-28T01:30Z"),
        zones=((None, "America/Nuuk"),),
    )

    assert found.because == "1 day after START, at 09:00 America/Nuuk (Sat 28 Mar 2026)"


def test_the_day_is_counted_where_the_patient_was_and_the_time_where_the_patient_is() -> None:
    moved = instant("2026-06-04T00:00Z")
    zones: Zones = ((None, "America/New_York"), (moved, "Europe/Paris"))
    anchor = instant("2026-06-02T01:00Z")  # the 1st in New York, the 2nd in Paris

    assert due(days(5), anchor=anchor, zones=zones, now=moved).at == instant("2026-06-06T07:00Z")
    assert due(days(5), at=None, anchor=anchor, zones=zones, now=moved, quiet=False).at == instant(
        "2026-06-06T19:00Z"
    )


def test_clinic_days_are_counted_where_the_clinic_is_and_the_time_is_the_patient_s() -> None:
    anchor = instant("2026-03-06T20:00Z")  # Friday afternoon in New York, Saturday morning in Tokyo

    found = due(clinic_days(1), anchor=anchor, zones=((None, "Asia/Tokyo"),), now=anchor)

    assert found.at == instant("2026-03-09T00:00Z")
    assert found.because == "1 clinic day after START, at 09:00 Asia/Tokyo (Mon 9 Mar 2026)"


def test_a_move_that_is_still_ahead_does_not_count_yet() -> None:
    zones: Zones = ((None, "America/New_York"), (instant("2026-06-04T00:00Z"), "Europe/Paris"))
    anchor = instant("2026-06-01T14:00Z")

    assert due(days(5), anchor=anchor, zones=zones, now=anchor).at == instant("2026-06-06T13:00Z")


def test_a_move_over_the_date_line_catches_up() -> None:
    moved = instant("2026-06-03T00:00Z")
    zones: Zones = ((None, "Pacific/Honolulu"), (moved, "Pacific/Auckland"))

    found = due(days(2), anchor=instant("2026-06-01T20:00Z"), zones=zones, now=moved)

    assert found.at == moved
    assert found.was_due == instant("2026-06-02T21:00Z")
    assert found.because == (
        "2 days after START, at 09:00 Pacific/Auckland (Wed 3 Jun 2026); already past, so caught up at once"
    )


def test_what_is_due_exactly_now_is_not_late() -> None:
    assert due(days(3), now=instant("2026-03-09T13:00Z")).was_due is None


def test_a_moment_in_quiet_hours_waits_for_their_end() -> None:
    found = due(days(3), at=time(7))

    assert found.at == instant("2026-03-09T12:00Z")
    assert found.because == (
        "3 days after START, at 07:00 America/New_York (Mon 9 Mar 2026);"
        " moved out of quiet hours 20:00-08:00 to Mon 9 Mar 2026 08:00"
    )


def test_what_does_not_disturb_anybody_ignores_quiet_hours() -> None:
    assert due(days(3), at=time(7), quiet=False).at == instant("2026-03-09T11:00Z")


def test_what_is_caught_up_in_quiet_hours_waits_for_their_end() -> None:
    found = due(days(3), now=instant("2026-03-12T03:00Z"))

    assert found.at == instant("2026-03-12T12:00Z")
    assert found.was_due == instant("2026-03-09T13:00Z")
    assert found.because.endswith(
        "already past, so caught up as soon as allowed;"
        " moved out of quiet hours 20:00-08:00 to Thu 12 Mar 2026 08:00"
    )


def test_a_moment_for_a_clinic_day_moves_to_the_first_one() -> None:
    found = due(days(1), on_clinic_day=True)

    assert found.at == instant("2026-03-09T13:00Z")
    assert found.because == (
        "1 day after START, at 09:00 America/New_York (Sat 7 Mar 2026);"
        " moved to the first clinic day, Mon 9 Mar 2026"
    )


def test_a_moment_that_falls_on_a_clinic_day_stays() -> None:
    assert due(days(3), on_clinic_day=True) == due(days(3))
    assert due(hours(4), at=None, on_clinic_day=True) == due(hours(4), at=None)


def test_elapsed_hours_that_end_on_a_weekend_keep_their_time_of_day_on_the_clinic_day() -> None:
    assert due(hours(24), at=None, on_clinic_day=True).at == instant("2026-03-09T14:00Z")


def test_a_gap_on_a_sunday_does_not_change_the_time_on_monday() -> None:
    found = due(days(2), at=time(2, 30), on_clinic_day=True, quiet=False)

    assert found.at == instant("2026-03-09T06:30Z")
    assert "does not exist" not in found.because


def test_friday_night_s_quiet_hours_end_on_monday_for_what_needs_a_clinic_day() -> None:
    found = due(days(0), at=time(21), on_clinic_day=True)

    assert found.at == instant("2026-03-09T12:00Z")
    assert found.because.endswith(
        "; moved out of quiet hours 20:00-08:00 to Sat 7 Mar 2026 08:00"
        "; moved to the first clinic day, Mon 9 Mar 2026"
    )


def test_what_is_caught_up_on_a_sunday_keeps_its_own_time_on_the_clinic_day() -> None:
    found = due(days(-1), now=instant("2026-03-08T16:00Z"), on_clinic_day=True)

    assert found.at == instant("2026-03-09T13:00Z")
    assert found.because.endswith(
        "already past, so caught up as soon as allowed; moved to the first clinic day, Mon 9 Mar 2026"
    )


# Local days, deadlines, what is not sent


def test_a_local_day_counts_from_the_anchor_s_day_in_that_zone() -> None:
    # Friday 15:00 UTC is already Saturday the 7th in Tokyo.
    assert on_local_day("START", BOOKED, weeks(-1), NINE, "Asia/Tokyo").at == instant("2026-02-28T00:00Z")


def test_a_local_day_is_told_even_if_it_is_past() -> None:
    found = on_local_day("the visit", instant("2026-03-10T14:00Z"), days(-1), NINE, "America/Phoenix")

    assert found.at == instant("2026-03-09T16:00Z")
    assert found.because == "1 day before the visit, at 09:00 America/Phoenix (Mon 9 Mar 2026)"


@pytest.mark.parametrize(
    ("within", "expected", "because"),
    [
        (
            days(7),
            "2026-03-13T15:00Z",
            "7 days after Fri 6 Mar 2026 08:00 America/Phoenix, by 08:00 America/Phoenix (Fri 13 Mar 2026)",
        ),
        (
            hours(4),
            "2026-03-06T19:00Z",
            "4 hours after Fri 6 Mar 2026 08:00 America/Phoenix, by 12:00 America/Phoenix (Fri 6 Mar 2026)",
        ),
        (
            clinic_days(2),
            "2026-03-10T21:00Z",
            "2 clinic days after Fri 6 Mar 2026 10:00 America/New_York,"
            " by closing time, 17:00 America/New_York (Tue 10 Mar 2026)",
        ),
        (
            clinic_hours(8),
            "2026-03-09T13:00Z",
            "8 clinic hours after Fri 6 Mar 2026 10:00 America/New_York,"
            " by 09:00 America/New_York (Mon 9 Mar 2026)",
        ),
    ],
)
def test_a_deadline_in_clinic_days_ends_as_the_clinic_closes(
    within: Span, expected: str, because: str
) -> None:
    zones: Zones = ((None, "America/New_York"), (instant("2026-02-01T00:00Z"), "America/Phoenix"))

    assert deadline(BOOKED, within, zones=zones, clinic=CLINIC) == Moment(instant(expected), because)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [("2026-03-06T15:00Z", "2026-03-06T22:00Z"), ("2026-03-06T23:00Z", "2026-03-09T21:00Z")],
)
def test_a_deadline_today_is_the_next_clinic_day_s_once_the_clinic_has_closed(
    anchor: str, expected: str
) -> None:
    assert deadline(instant(anchor), clinic_days(0), zones=NEW_YORK, clinic=CLINIC).at == instant(expected)


def test_a_visit_made_for_tomorrow_has_no_72_hour_reminder() -> None:
    made, visit = instant("2026-03-09T15:00Z"), instant("2026-03-10T16:00Z")

    reminder = due(hours(-72), at=None, anchor=visit, now=made)

    assert reminder.was_due is not None
    assert short_notice(reminder.was_due, made) == (
        "not sent: it was due Sat 7 Mar 2026 16:00 UTC, before the visit was made on Mon 9 Mar 2026 15:00 UTC"
    )


def test_a_visit_made_in_time_has_its_reminder() -> None:
    made = instant("2026-03-09T15:00Z")

    assert short_notice(made, made) is None


@pytest.mark.parametrize(
    ("was_due", "now", "useful_until"),
    [
        ("2026-03-09T15:00Z", "2026-03-09T15:00Z", "2026-03-09T15:00Z"),  # not missed at all
        ("2026-03-09T15:00Z", "2026-03-09T17:59Z", "2026-03-09T18:00Z"),
    ],
)
def test_a_missed_run_is_made_up_for_while_it_is_of_use(was_due: str, now: str, useful_until: str) -> None:
    assert missed_run(instant(was_due), instant(now), instant(useful_until)) is None


def test_a_missed_run_is_left_out_once_it_is_of_no_use() -> None:
    ends = instant("2026-03-09T18:00Z")

    assert missed_run(instant("2026-03-09T15:00Z"), ends, ends) == (
        "not sent: it was due Mon 9 Mar 2026 15:00 UTC and of use until Mon 9 Mar 2026 18:00 UTC, now past"
    )
