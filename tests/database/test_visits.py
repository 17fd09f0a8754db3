"""One visit: booked once, at a time when everybody who is needed is there."""

from datetime import date, datetime, timedelta

import asyncpg
import pytest

from database.booking import Booked, NotWanted, Unavailable, book
from database.demo_calendars import seed_calendars
from database.pool import Connection
from database.visits import UnknownSearch, cancel_visit
from engine.commands import CancelVisit, Key, Reason
from pathways.clinic import ROLES
from tests.support.calendars import MONDAY, NOW, admit, at, open_clinic, schedule, want

TUESDAY = MONDAY + timedelta(days=1)


async def test_a_visit_is_the_earliest_free_time_from_the_next_clinic_day_on(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a"))

    assert await book(db, "j-a", key, NOW) == Booked((at(MONDAY, "08:00"),))


async def test_booking_again_under_the_same_key_finds_the_same_visit(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a"))
    first = await book(db, "j-a", key, NOW)

    assert await book(db, "j-a", await want(db, "a", schedule("a")), NOW) == first
    assert await db.fetchval("select count(*) from appointment") == 1


async def test_visits_of_one_clinician_follow_each_other_without_a_gap(db: Connection) -> None:
    await open_clinic(db)
    found = []
    for patient in ("a", "b"):
        await admit(db, patient)
        found.append(await book(db, f"j-{patient}", await want(db, patient, schedule(patient)), NOW))

    assert found == [Booked((at(MONDAY, "08:00"),)), Booked((at(MONDAY, "09:00"),))]


async def test_a_patient_is_never_in_two_places(db: Connection) -> None:
    await open_clinic(db, clinicians=2, rooms=2)
    await admit(db, "a")
    one = await book(db, "j-a", await want(db, "a", schedule("a", step="one")), NOW)
    two = await book(db, "j-a", await want(db, "a", schedule("a", step="two")), NOW)

    assert (one, two) == (Booked((at(MONDAY, "08:00"),)), Booked((at(MONDAY, "09:00"),)))


async def test_without_a_free_room_a_visit_in_person_waits_and_a_call_does_not(
    db: Connection,
) -> None:
    await open_clinic(db, clinicians=2, rooms=1)
    for patient in "abc":
        await admit(db, patient)
    await book(db, "j-a", await want(db, "a", schedule("a")), NOW)

    assert await book(db, "j-b", await want(db, "b", schedule("b", modes=("phone",))), NOW) == Booked(
        (at(MONDAY, "08:00"),)
    )
    assert await book(db, "j-c", await want(db, "c", schedule("c")), NOW) == Booked((at(MONDAY, "09:00"),))


async def test_nothing_is_booked_after_the_due_time(db: Connection) -> None:
    await open_clinic(db, hours=("08:00", "09:00"))
    for patient in "ab":
        await admit(db, patient)
    due = at(MONDAY, "08:00")
    await book(db, "j-a", await want(db, "a", schedule("a", due_at=due)), NOW)
    key = await want(db, "b", schedule("b", due_at=due))

    assert await book(db, "j-b", key, NOW) == Unavailable()
    assert await db.fetchval("select state from visit_search where journey = 'j-b'") == "unavailable"
    assert await db.fetchval("select count(*) from appointment where patient = 'b'") == 0


async def test_what_is_due_before_the_next_clinic_day_is_booked_today(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a", due_at=NOW + timedelta(hours=6)))

    assert await book(db, "j-a", key, NOW) == Booked((NOW + timedelta(hours=1),))


async def test_a_cancelled_search_books_nothing(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a"))
    await cancel_visit(db, NOW, _cancel("a"))

    assert await book(db, "j-a", key, NOW) == NotWanted()


async def test_a_cancelled_visit_leaves_its_time_to_others(db: Connection) -> None:
    await open_clinic(db)
    for patient in "ab":
        await admit(db, patient)
    await book(db, "j-a", await want(db, "a", schedule("a")), NOW)
    await cancel_visit(db, NOW, _cancel("a"))

    assert await book(db, "j-b", await want(db, "b", schedule("b")), NOW) == Booked((at(MONDAY, "08:00"),))


async def test_a_visit_asked_for_anew_takes_the_place_of_the_first(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    first = await want(db, "a", schedule("a"))
    await book(db, "j-a", first, NOW)
    anew = await want(db, "a", schedule("a", attempt=2))

    assert await book(db, "j-a", anew, NOW) == Booked((at(MONDAY, "08:00"),))
    assert await book(db, "j-a", first, NOW) == NotWanted()


async def test_a_visit_nobody_asked_for_is_refused(db: Connection) -> None:
    with pytest.raises(UnknownSearch, match=r"check#1\.1 of journey j-a"):
        await book(db, "j-a", "check#1.1", NOW)


async def test_the_hour_of_a_visit_is_the_clinics_on_both_sides_of_a_clock_change(
    db: Connection,
) -> None:
    await open_clinic(db)
    found = []
    for patient, day in (("a", date(2026, 3, 6)), ("b", date(2026, 3, 9))):  # the clocks change on 8 March
        await admit(db, patient)
        before = at(day - timedelta(days=1), "12:00")
        key = await want(db, patient, schedule(patient, due_at=before + timedelta(days=5)))
        found.append(await book(db, f"j-{patient}", key, before))

    assert found == [
        Booked((datetime.fromisoformat("2026-03-06T13:00Z"),)),
        Booked((datetime.fromisoformat("2026-03-09T12:00Z"),)),
    ]


async def test_a_holiday_is_no_day_for_visits(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    friday = at(date(2026, 9, 4), "12:00")  # Labor Day is the 7th
    key = await want(db, "a", schedule("a", due_at=friday + timedelta(days=10)))

    assert await book(db, "j-a", key, friday) == Booked((at(date(2026, 9, 8), "08:00"),))


async def test_on_leave_nobody_sees_patients_and_special_hours_replace_the_weekly_ones(
    db: Connection,
) -> None:
    await open_clinic(db)
    await admit(db, "a")
    await db.execute("insert into leave values ('pt-1', $1, $1)", MONDAY)
    await db.execute("insert into special_hours values ('pt-1', $1, '13:10', '17:00')", TUESDAY)

    assert await book(db, "j-a", await want(db, "a", schedule("a")), NOW) == Booked((at(TUESDAY, "13:15"),))


async def test_a_patient_is_called_by_day_where_they_live(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a", "America/Los_Angeles")
    key = await want(db, "a", schedule("a", modes=("video",)))

    assert await book(db, "j-a", key, NOW) == Booked((at(MONDAY, "08:00", "America/Los_Angeles"),))


async def test_one_minute_of_overlap_is_refused_and_a_freed_time_is_not_taken_back(
    db: Connection,
) -> None:
    await open_clinic(db)
    for patient in "ab":
        await admit(db, patient)
    await book(db, "j-a", await want(db, "a", schedule("a")), NOW)
    await cancel_visit(db, NOW, _cancel("a"))
    await book(db, "j-b", await want(db, "b", schedule("b")), NOW)

    for start, end in (("07:01", "08:01"), ("08:00", "09:00"), ("08:59", "10:00")):
        with pytest.raises(asyncpg.ExclusionViolationError):
            await db.execute(_TAKE, at(MONDAY, start), at(MONDAY, end))
    await db.execute(_TAKE, at(MONDAY, "09:00"), at(MONDAY, "10:00"))


async def test_the_demo_clinic_has_somebody_in_every_role_and_is_made_once(db: Connection) -> None:
    for _ in range(2):
        await seed_calendars(db, ROLES, patients=30)
    filled = await db.fetch("select unnest(roles) as role, count(*) from clinician group by 1")

    assert {row["role"]: row["count"] for row in filled} == dict.fromkeys(ROLES, 3)


_TAKE = "insert into booking values ('j-a/check#1.1/1', 'clinician:pt-1', tstzrange($1, $2))"


def _cancel(patient: str) -> CancelVisit:
    return CancelVisit(key=Key(f"j-{patient}", "check", 1, 2), reason=Reason("", "declined"), start=None)
