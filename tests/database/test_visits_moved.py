"""Visits after they are booked: moved, chosen by a person, and what the journal says became of them."""

from datetime import datetime, timedelta

import pytest

from database.attendance import VisitEvent, note_visit
from database.booking import Booked, NotWanted, Unavailable, book
from database.moving import NotAhead, NotFree, choose, move, options
from database.pool import Connection
from database.visits import cancel_visit
from engine.commands import CancelVisit, Key, Reason
from engine.events import (
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.spans import weeks
from tests.support.calendars import DUE, MONDAY, NOW, admit, at, open_clinic, schedule, want

CHECK = "check#1.1"
EIGHT, NINE, TEN = (at(MONDAY, clock) for clock in ("08:00", "09:00", "10:00"))
QUARTER = timedelta(minutes=15)


async def _booked(db: Connection, patient: str = "a", **asked: object) -> None:
    await admit(db, patient)
    await book(db, f"j-{patient}", await want(db, patient, schedule(patient, **asked)), NOW)  # type: ignore[arg-type]  # as `schedule` takes them


async def _visit(db: Connection, patient: str = "a", number: int = 1) -> tuple[datetime, str, str | None]:
    row = await db.fetchrow(
        "select starts_at, state, clinician from appointment where journey = $1 and number = $2",
        f"j-{patient}",
        number,
    )
    assert row is not None
    return row["starts_at"], row["state"], row["clinician"]


async def _held(db: Connection, resource: str) -> list[datetime]:
    rows = await db.fetch(
        "select lower(block) as start from booking where resource = $1 order by 1", resource
    )
    return [row["start"] for row in rows]


@pytest.mark.parametrize("start", [EIGHT + QUARTER, NINE, TEN])
async def test_a_moved_visit_takes_its_new_time_and_leaves_its_old_one(
    db: Connection, start: datetime
) -> None:
    await open_clinic(db)
    await _booked(db)

    assert await move(db, "j-a", CHECK, 1, start, NOW) == EIGHT
    assert await _visit(db) == (start, "booked", "pt-1")
    for resource in ("clinician:pt-1", "patient:a", "room:room-1"):
        assert await _held(db, resource) == [start]


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(NINE - QUARTER, id="overlaps"),
        pytest.param(NINE, id="taken"),
        pytest.param(at(MONDAY, "16:15"), id="ends after closing"),
        pytest.param(at(MONDAY, "10:10"), id="off the quarter hour"),
        pytest.param(at(MONDAY + timedelta(days=5), "10:00"), id="Saturday"),
        pytest.param(at(MONDAY + timedelta(days=14), "10:00"), id="after the due time"),
        pytest.param(NOW - timedelta(hours=1), id="past"),
    ],
)
async def test_a_visit_is_not_moved_to_where_it_does_not_fit(db: Connection, start: datetime) -> None:
    await open_clinic(db)
    await _booked(db)
    await _booked(db, "b")

    with pytest.raises(NotFree, match="is not free for this visit"):
        await move(db, "j-a", CHECK, 1, start, NOW)
    assert await _visit(db) == (EIGHT, "booked", "pt-1")
    assert await _held(db, "patient:a") == [EIGHT]


async def test_a_colleague_takes_a_moved_visit_that_its_clinician_cannot(db: Connection) -> None:
    await open_clinic(db, clinicians=2, rooms=2)
    await _booked(db)
    await db.execute("insert into leave values ('pt-1', $1, $1)", MONDAY + timedelta(days=1))

    await move(db, "j-a", CHECK, 1, at(MONDAY + timedelta(days=1), "09:00"), NOW)

    assert (await _visit(db))[2] == "pt-2"


async def test_a_visit_that_is_over_is_not_moved(db: Connection) -> None:
    await open_clinic(db)
    await _booked(db)
    await note_visit(db, "j-a", VisitAttended(id="e", at=EIGHT, step="check"))

    with pytest.raises(NotAhead, match="no visit number 1 ahead"):
        await move(db, "j-a", CHECK, 1, TEN, NOW)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (VisitConfirmed(id="e", at=NOW, step="check"), "confirmed"),
        (VisitAttended(id="e", at=NINE, step="check"), "attended"),
        (VisitMissed(id="e", at=NINE, step="check"), "missed"),
        (VisitCancelled(id="e", at=NOW, step="check"), "cancelled"),
    ],
)
async def test_what_became_of_a_visit_stands_on_it(db: Connection, event: VisitEvent, state: str) -> None:
    await open_clinic(db)
    await _booked(db)
    await note_visit(db, "j-a", event)

    assert await _visit(db) == (EIGHT, state, "pt-1")
    assert bool(await _held(db, "patient:a")) is (state != "cancelled")


async def test_only_the_visit_of_a_series_that_is_meant_changes(db: Connection) -> None:
    await open_clinic(db)
    await _booked(db, visits=2, every=weeks(1))
    await note_visit(db, "j-a", VisitCancelled(id="e", at=NOW, step="check", number=2))

    assert (await _visit(db, number=1))[1] == "booked"
    assert (await _visit(db, number=2))[1] == "cancelled"
    assert await _held(db, "patient:a") == [EIGHT]


async def test_what_was_booked_by_rule_is_confirmed_by_the_journal_and_not_booked_again(
    db: Connection,
) -> None:
    await open_clinic(db)
    await _booked(db)
    await note_visit(db, "j-a", VisitsBooked(id="e", at=NOW, step="check", starts=(EIGHT,)))

    assert await _visit(db) == (EIGHT, "booked", "pt-1")
    assert await db.fetchval("select count(*) from appointment") == 1


async def test_visits_that_are_told_from_elsewhere_are_held_where_the_calendars_are_free(
    db: Connection,
) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a"))
    await note_visit(db, "j-a", VisitsBooked(id="e", at=NOW, step="check", starts=(TEN,)))

    assert await _visit(db) == (TEN, "booked", "pt-1")
    assert await book(db, "j-a", key, NOW) == Booked((TEN,))


async def test_a_told_visit_that_nobody_is_free_for_is_known_and_takes_nobodys_time(db: Connection) -> None:
    await open_clinic(db)
    await _booked(db, "b")
    await admit(db, "a")
    await want(db, "a", schedule("a"))
    await note_visit(db, "j-a", VisitsBooked(id="e", at=NOW, step="check", starts=(EIGHT,)))

    assert await _visit(db) == (EIGHT, "booked", None)
    assert await _held(db, "patient:a") == [EIGHT]
    assert await _held(db, "clinician:pt-1") == [EIGHT]
    assert (await _visit(db, "b"))[2] == "pt-1"


@pytest.mark.parametrize(("start", "clinician"), [(TEN, "pt-1"), (NINE, None)])
async def test_a_visit_that_is_told_to_have_moved_is_held_if_it_can_be(
    db: Connection, start: datetime, clinician: str | None
) -> None:
    await open_clinic(db)
    await _booked(db)
    await _booked(db, "b")  # at nine
    await note_visit(db, "j-a", VisitMoved(id="e", at=NOW, step="check", start=start))

    assert await _visit(db) == (start, "booked", clinician)
    assert await _held(db, "patient:a") == [start]
    assert EIGHT not in await _held(db, "clinician:pt-1")


async def test_a_confirmed_visit_that_moves_is_to_be_confirmed_again(db: Connection) -> None:
    await open_clinic(db)
    await _booked(db)
    await note_visit(db, "j-a", VisitConfirmed(id="e", at=NOW, step="check"))
    await move(db, "j-a", CHECK, 1, TEN, NOW)
    await note_visit(db, "j-a", VisitMoved(id="f", at=NOW, step="check", start=TEN))

    assert await _visit(db) == (TEN, "booked", "pt-1")


async def test_a_person_chooses_one_of_the_options_of_a_series(db: Connection) -> None:
    await open_clinic(db, clinicians=2, rooms=2)
    await db.execute("insert into leave values ('pt-1', '2026-06-04', '2026-09-01')")
    await db.execute("insert into leave values ('pt-1', '2026-05-29', '2026-05-29')")
    await db.execute("insert into leave values ('pt-2', '2026-05-29', '2026-06-05')")
    await _booked(db, visits=2, every=weeks(1))
    offered = await options(db, "j-a", CHECK, NOW)

    assert await choose(db, "j-a", CHECK, offered[1], NOW) == Booked(offered[1])
    assert await book(db, "j-a", CHECK, NOW) == Booked(offered[1])
    assert [(await _visit(db, number=number))[2] for number in (1, 2)] == ["pt-1", "pt-2"]


async def test_what_is_chosen_too_late_is_refused_whole(db: Connection) -> None:
    await open_clinic(db)
    await _booked(db, "b")
    await admit(db, "a")
    await want(db, "a", schedule("a", visits=2, every=weeks(1)))

    with pytest.raises(NotFree):
        await choose(db, "j-a", CHECK, (TEN, EIGHT), NOW)
    with pytest.raises(ValueError, match="is 2 visits, and 1 times"):
        await choose(db, "j-a", CHECK, (TEN,), NOW)
    assert await _held(db, "patient:a") == []


async def test_nothing_is_chosen_for_a_visit_that_is_not_wanted_any_more(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    await want(db, "a", schedule("a"))
    await cancel_visit(db, NOW, CancelVisit(key=Key("j-a", "check", 1, 2), reason=Reason("", ""), start=None))

    assert await choose(db, "j-a", CHECK, (TEN,), NOW) == NotWanted()


async def test_a_search_that_failed_for_good_is_not_tried_again_by_rule(db: Connection) -> None:
    await open_clinic(db)
    await admit(db, "a")
    key = await want(db, "a", schedule("a"))
    await note_visit(db, "j-a", VisitUnavailable(id="e", at=NOW, step="check"))

    assert await book(db, "j-a", key, NOW) == Unavailable()
    assert await choose(db, "j-a", key, (DUE - timedelta(hours=5),), NOW) == Booked(
        (DUE - timedelta(hours=5),)
    )


async def test_a_visit_that_nobody_asked_for_here_is_left_to_the_journal(db: Connection) -> None:
    await note_visit(db, "j-a", VisitsBooked(id="e", at=NOW, step="check", starts=(EIGHT,)))

    assert await db.fetchval("select count(*) from appointment") == 0
