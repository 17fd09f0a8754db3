"""What holds in every time zone there is, on every day of 2026 and 2027."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clinic import Clinic
from engine.moments import (
    Zones,
    clinic_day_after,
    deadline,
    is_clinic_day,
    is_open,
    is_quiet,
    local,
    moment,
    on_local_day,
    outside_quiet,
    shift,
)
from engine.spans import Span, clinic_days, clinic_hours, days, hours, minutes, months, weeks
from engine.zones import wall, zone_names

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
ZONES = sorted(zone_names())
CLINIC = Clinic()
FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=150, deadline=None)


def clock_changes(zone: str) -> Iterator[date]:
    """The local days on which the clocks of the zone may change, found by looking at it every noon."""
    noon = datetime.combine(FIRST, time(12), UTC)
    before = offset(noon, zone)
    for _ in range((LAST - FIRST).days):
        noon += timedelta(days=1)
        if before != (before := offset(noon, zone)):
            last = shown(noon, zone).date()
            yield from (last - timedelta(days=2), last - timedelta(days=1), last)


def offset(instant: datetime, zone: str) -> timedelta | None:
    return wall(instant, zone).utcoffset()


def shown(instant: datetime, zone: str) -> datetime:
    return wall(instant, zone).replace(tzinfo=None)


CHANGES = {zone: tuple(clock_changes(zone)) for zone in ZONES}
DAYS = st.dates(FIRST, LAST) | st.sampled_from(
    sorted({day for changes in CHANGES.values() for day in changes})
)
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 10, 15, 29, 30, 45, 59]))
INSTANTS = st.builds(lambda day, clock: datetime.combine(day, clock, UTC), DAYS, CLOCKS)
A_ZONE = st.sampled_from(ZONES)
CLINICS = st.builds(
    Clinic,
    zone=A_ZONE,
    calendar=st.sampled_from(["US", "GB-ENG", "DE-BY"]),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    opens=st.builds(time, st.integers(0, 11)),
    closes=st.builds(time, st.integers(12, 23), st.sampled_from([0, 30])),
    quiet_from=CLOCKS,
    quiet_until=CLOCKS,
)
SPANS = st.one_of(
    st.integers(-2000, 2000).map(minutes),
    st.integers(-100, 100).map(hours),
    st.integers(-60, 60).map(days),
    st.integers(-8, 8).map(weeks),
    st.integers(-12, 12).map(months),
    st.integers(-30, 30).map(clinic_days),
    st.integers(-60, 60).map(clinic_hours),
)


def assert_reads(instant: datetime, asked: datetime, zone: str) -> None:
    """The instant is the first at which a clock of the zone shows `asked`, or lies after a gap by the gap."""
    late = shown(instant, zone) - asked
    if late:
        # The offset jumped by exactly what the clock is late, and that much earlier it had not yet.
        after, before = offset(instant, zone), offset(instant - late, zone)
        assert late > timedelta(0)
        assert after is not None
        assert before is not None
        assert after - before == late
    else:
        earlier = [instant - timedelta(minutes=back) for back in (30, 60, 120)]
        assert all(shown(before, zone) != asked for before in earlier)


def test_at_every_clock_change_of_every_zone_each_quarter_of_an_hour_is_read_right() -> None:
    assert sum(map(bool, CHANGES.values())) > 150

    for zone, changes in CHANGES.items():
        for day in changes:
            for quarter in range(96):
                clock = time(quarter // 4, quarter % 4 * 15)
                assert_reads(local(day, clock, zone), datetime.combine(day, clock), zone)


@FEW
@given(DAYS, CLOCKS)
def test_a_local_time_is_read_back_first_and_later_only_by_a_gap(day: date, clock: time) -> None:
    for zone in ZONES:
        assert_reads(local(day, clock, zone), datetime.combine(day, clock), zone)


@FEW
@given(INSTANTS, st.integers(-400, 400).filter(bool))
def test_days_keep_the_time_of_day(anchor: datetime, count: int) -> None:
    for zone in ZONES:
        asked = shown(anchor, zone) + timedelta(days=count)
        assert_reads(shift(anchor, days(count), zone, CLINIC), asked, zone)


@MANY
@given(INSTANTS, st.integers(-30, 30).filter(bool), A_ZONE)
def test_months_keep_the_time_of_day_and_the_day_or_the_last_of_the_month(
    anchor: datetime, count: int, zone: str
) -> None:
    before = shown(anchor, zone)
    at = before.time()
    months_on = on_local_day("START", anchor, months(count), at, zone).at

    assert months_on == shift(anchor, months(count), zone, CLINIC)
    year, month = divmod(before.year * 12 + before.month - 1 + count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    expected = min(date(year, month + 1, 1) + timedelta(days=before.day - 1), following - timedelta(days=1))
    assert_reads(months_on, datetime.combine(expected, at), zone)


@FEW
@given(INSTANTS, CLINICS)
def test_quiet_hours_end_and_are_never_entered_again(due: datetime, clinic: Clinic) -> None:
    for zone in ZONES:
        allowed = outside_quiet(due, zone, clinic).at
        assert not is_quiet(allowed, zone, clinic)
        assert allowed >= due
        assert (allowed == due) is not is_quiet(due, zone, clinic)
        assert outside_quiet(allowed, zone, clinic).at == allowed


@MANY
@given(INSTANTS, st.integers(-10_000, 10_000), A_ZONE)
def test_elapsed_time_elapses(anchor: datetime, count: int, zone: str) -> None:
    assert shift(anchor, minutes(count), zone, CLINIC) - anchor == timedelta(minutes=count)
    assert shift(anchor, hours(count), zone, CLINIC) - anchor == timedelta(hours=count)


@MANY
@given(INSTANTS, st.integers(-40, 40).filter(bool), CLINICS)
def test_clinic_days_land_on_clinic_days_and_pass_over_the_others(
    anchor: datetime, count: int, clinic: Clinic
) -> None:
    start = shown(anchor, clinic.zone).date()
    end = clinic_day_after(start, clinic, count)
    between = [min(start, end) + timedelta(days=number) for number in range(abs((end - start).days) + 1)]

    assert sum(is_clinic_day(day, clinic) for day in between if day != start) == abs(count)
    clock = min(max(shown(anchor, clinic.zone).time(), clinic.opens), clinic.closes)
    assert_reads(shift(anchor, clinic_days(count), "UTC", clinic), datetime.combine(end, clock), clinic.zone)
    assert deadline(anchor, clinic_days(count), zones=((None, "UTC"),), clinic=clinic).at == local(
        end, clinic.closes, clinic.zone
    )


@MANY
@given(INSTANTS, st.sampled_from([clinic_days(0), clinic_hours(0)]), CLINICS)
def test_no_clinic_time_at_all_is_the_next_time_the_clinic_is_open(
    anchor: datetime, none: Span, clinic: Clinic
) -> None:
    opens = shift(anchor, none, "UTC", clinic)

    assert is_open(opens, clinic)
    assert opens >= anchor
    assert (opens == anchor) is is_open(anchor, clinic)


@FEW
@given(INSTANTS, st.integers(-20, 20).filter(bool))
def test_clinic_hours_are_the_minutes_in_which_the_clinic_is_open(anchor: datetime, count: int) -> None:
    end = shift(anchor, clinic_hours(count), "UTC", CLINIC)
    start, stop = min(anchor, end), max(anchor, end)
    passed = (
        start + timedelta(minutes=number) for number in range(int((stop - start).total_seconds() // 60))
    )

    assert sum(is_open(minute, CLINIC) for minute in passed) == abs(count) * 60


@settings(max_examples=300, deadline=None)
@given(
    anchor=INSTANTS,
    offset=SPANS,
    at=CLOCKS | st.none(),
    moved=INSTANTS,
    homes=st.tuples(A_ZONE, A_ZONE),
    clinic=CLINICS,
    now=INSTANTS,
    on_clinic_day=st.booleans(),
    quiet=st.booleans(),
)
def test_a_moment_is_never_past_nor_quiet_nor_on_a_day_off(
    anchor: datetime,
    offset: Span,
    at: time | None,
    moved: datetime,
    homes: tuple[str, str],
    clinic: Clinic,
    now: datetime,
    on_clinic_day: bool,
    quiet: bool,
) -> None:
    zones: Zones = ((None, homes[0]), (moved, homes[1]))
    here = homes[1] if moved <= now else homes[0]

    found = moment(
        "START",
        anchor,
        offset,
        at=at,
        zones=zones,
        clinic=clinic,
        now=now,
        on_clinic_day=on_clinic_day,
        quiet=quiet,
    )

    assert found.at >= now
    assert found.was_due is None or found.was_due < now
    assert not (quiet and is_quiet(found.at, here, clinic))
    assert not on_clinic_day or is_clinic_day(shown(found.at, here).date(), clinic)
    assert found.because.count("\n") == 0
    assert ("already past" in found.because) is (found.was_due is not None)
