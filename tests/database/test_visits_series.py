"""A series: booked as a whole, on one weekday at one hour as far as that goes, or not at all."""

from datetime import date, datetime, timedelta

from database.booking import Alternatives, Booked, Unavailable, book
from database.pool import Connection
from engine.clinic import Clinic
from engine.clinic_days import is_clinic_day
from engine.spans import Span, clinic_days, days, weeks
from tests.support.calendars import MONDAY, NOW, admit, at, open_clinic, schedule, want

WEEK = timedelta(days=7)


async def _series(
    db: Connection, patient: str, visits: int, *, every: Span | None = None, until: date, minutes: int = 60
) -> object:
    await admit(db, patient)
    command = schedule(
        patient, visits=visits, every=every or weeks(1), due_at=at(until, "17:00"), minutes=minutes
    )
    return await book(db, f"j-{patient}", await want(db, patient, command), NOW)


async def test_a_series_keeps_its_weekday_and_its_hour(db: Connection) -> None:
    await open_clinic(db)

    assert await _series(db, "a", 4, until=MONDAY + 4 * WEEK) == Booked(
        tuple(at(MONDAY + number * WEEK, "08:00") for number in range(4))
    )


async def test_a_series_keeps_its_hour_on_the_wall_when_the_clocks_change(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    october = datetime.fromisoformat("2026-10-28T14:00Z")  # the clocks change on 1 November
    command = schedule("a", visits=2, every=weeks(1), due_at=october + 3 * WEEK)

    assert await book(db, "j-a", await want(db, "a", command), october) == Booked(
        (datetime.fromisoformat("2026-10-29T12:00Z"), datetime.fromisoformat("2026-11-05T13:00Z"))
    )


async def test_a_visit_of_a_series_that_falls_on_a_holiday_moves_to_the_next_clinic_day(
    db: Connection,
) -> None:
    await open_clinic(db)

    found = await _series(db, "a", 15, until=date(2026, 9, 30))  # Mondays, and Labor Day is 7 September

    assert isinstance(found, Booked)
    assert found.starts[13:] == (at(date(2026, 8, 31), "08:00"), at(date(2026, 9, 8), "08:00"))


async def test_a_daily_series_steps_over_the_weekend_one_visit_a_day(db: Connection) -> None:
    await open_clinic(db)

    found = await _series(db, "a", 7, every=days(1), until=MONDAY + 2 * WEEK)

    assert isinstance(found, Booked)
    days_held = [start.date() for start in found.starts]
    assert len(set(days_held)) == 7
    assert all(is_clinic_day(day, Clinic()) for day in days_held)


async def test_clinic_days_are_counted_by_the_clinic(db: Connection) -> None:
    await open_clinic(db)

    assert await _series(db, "a", 2, every=clinic_days(5), until=MONDAY + 2 * WEEK) == Booked(
        (at(MONDAY, "08:00"), at(MONDAY + WEEK, "08:00"))
    )


async def test_a_taken_hour_sends_the_whole_series_to_another_one(db: Connection) -> None:
    await open_clinic(db)
    await _series(db, "a", 4, until=MONDAY + 4 * WEEK)

    assert await _series(db, "b", 4, until=MONDAY + 4 * WEEK) == Booked(
        tuple(at(MONDAY + number * WEEK, "09:00") for number in range(4))
    )


async def test_around_leave_only_the_visits_that_it_concerns_are_moved(db: Connection) -> None:
    await open_clinic(db)
    away = MONDAY + WEEK
    await db.execute("insert into leave values ('pt-1', $1, $2)", away, away + timedelta(days=2))

    assert await _series(db, "a", 3, until=MONDAY + 2 * WEEK) == Booked(
        (at(MONDAY, "08:00"), at(away + timedelta(days=3), "08:00"), at(MONDAY + 2 * WEEK, "08:00"))
    )


async def test_a_week_in_which_the_clinician_is_away_is_left_out(db: Connection) -> None:
    await open_clinic(db)
    away = MONDAY + WEEK
    await db.execute("insert into leave values ('pt-1', $1, $2)", away, away + timedelta(days=6))

    assert await _series(db, "a", 3, until=MONDAY + 3 * WEEK) == Booked(
        tuple(at(MONDAY + number * WEEK, "08:00") for number in (0, 2, 3))
    )


async def test_where_only_several_clinicians_can_take_a_series_a_person_is_offered_that_and_nothing_is_held(
    db: Connection,
) -> None:
    await open_clinic(db, clinicians=2, rooms=2)
    friday, thursday = MONDAY - timedelta(days=3), MONDAY + timedelta(days=3)
    for clinician, first, last in (
        ("pt-1", friday, friday),
        ("pt-1", thursday, MONDAY + 9 * WEEK),
        ("pt-2", friday, MONDAY + timedelta(days=4)),
    ):
        await db.execute("insert into leave values ($1, $2, $3)", clinician, first, last)

    found = await _series(db, "a", 2, until=MONDAY + timedelta(days=11))

    assert isinstance(found, Alternatives)
    assert len(found.options) == 3
    assert found.options[0] == (at(MONDAY, "08:00"), at(MONDAY + WEEK, "08:00"))
    assert await db.fetchval("select count(*) from appointment") == 0
    assert await db.fetchval("select count(*) from booking") == 0
    assert await db.fetchval("select state from visit_search") == "unavailable"


async def test_a_series_that_cannot_end_in_time_is_not_begun(db: Connection) -> None:
    await open_clinic(db)

    assert await _series(db, "a", 4, until=MONDAY + 2 * WEEK) == Unavailable()
    assert await db.fetchval("select count(*) from booking") == 0
