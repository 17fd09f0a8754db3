"""Whatever is booked, moved and cancelled, in whatever order: every visit stands where a visit may stand."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database.attendance import note_visit
from database.booking import Booked, book
from database.moving import NotAhead, NotFree, move
from database.pool import Connection
from database.visits import cancel_visit, want_visit
from engine.clinic import Clinic
from engine.clinic_days import is_clinic_day
from engine.commands import CancelVisit, Key, Reason
from engine.events import VisitCancelled
from engine.spans import days, weeks
from engine.zones import wall
from tests.support.booking_load import BROKEN
from tests.support.calendars import NEW_YORK, admit, at, open_clinic, schedule

FRIDAYS = (date(2026, 3, 6), date(2026, 10, 30), date(2026, 9, 4), date(2026, 6, 5))
"""Before both clock changes, before Labor Day, and before an ordinary week."""
ZONES = (NEW_YORK, "America/Los_Angeles", "America/Phoenix")
LUNCH = time(12), time(12, 40)


@dataclass(frozen=True, slots=True)
class Asked:
    patient: int
    minutes: int
    visits: int
    daily: bool
    remote: bool
    within: int


@dataclass(frozen=True, slots=True)
class Moved:
    which: int
    number: int
    quarters: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    which: int
    whole: bool


ASKED = st.builds(
    Asked,
    patient=st.integers(0, 2),
    minutes=st.sampled_from((15, 40, 60, 90)),
    visits=st.sampled_from((1, 1, 2, 3)),
    daily=st.booleans(),
    remote=st.booleans(),
    within=st.integers(0, 21),
)
MOVED = st.builds(Moved, which=st.integers(0, 20), number=st.integers(1, 3), quarters=st.integers(-400, 400))
CANCELLED = st.builds(Cancelled, which=st.integers(0, 20), whole=st.booleans())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    friday=st.sampled_from(FRIDAYS),
    acts=st.lists(st.one_of(ASKED, ASKED, MOVED, CANCELLED), min_size=3, max_size=25),
)
async def test_every_visit_stands_where_a_visit_may_stand(
    db: Connection, friday: date, acts: list[Asked | Moved | Cancelled]
) -> None:
    now = at(friday, "11:00")
    undone = db.transaction()
    await undone.start()
    try:
        await _clinic(db, friday)
        keys: list[Key] = []
        for act in acts:
            match act:
                case Asked():
                    keys.append(await _ask(db, act, len(keys), now))
                case Moved() if keys:
                    await _move(db, keys[act.which % len(keys)], act, now)
                case Cancelled() if keys:
                    await _cancel(db, keys[act.which % len(keys)], act, now)
                case _:
                    pass
        assert {name: await db.fetchval(sql) for name, sql in BROKEN.items()} == dict.fromkeys(BROKEN, 0)
        await _each_stands_well(db, friday, now)
    finally:
        await undone.rollback()


async def _clinic(db: Connection, friday: date) -> None:
    await open_clinic(db, clinicians=2, rooms=1)
    await db.execute("update weekly_hours set closes = '12:00'")
    await db.execute("insert into weekly_hours select clinician, weekday, '12:40', '17:00' from weekly_hours")
    await db.execute("insert into leave values ('pt-1', $1, $1)", friday + timedelta(days=4))
    for number, zone in enumerate(ZONES):
        await admit(db, f"p{number}", zone)


async def _ask(db: Connection, asked: Asked, number: int, now: datetime) -> Key:
    patient = f"p{asked.patient}"
    command = schedule(
        patient,
        step=f"s{number}",
        minutes=asked.minutes,
        modes=("video",) if asked.remote else ("in_person",),
        visits=asked.visits,
        every=(days(1) if asked.daily else weeks(1)) if asked.visits > 1 else None,
        due_at=now + timedelta(days=asked.within, hours=3),
    )
    await want_visit(db, patient, now, command)
    found = await book(db, command.key.journey, str(command.key), now)
    assert not isinstance(found, Booked) or list(found.starts) == sorted(found.starts)
    return command.key


async def _move(db: Connection, key: Key, moved: Moved, now: datetime) -> None:
    was = await db.fetchval(
        "select starts_at from appointment where journey = $1 and key = $2 and number = $3",
        key.journey,
        str(key),
        moved.number,
    )
    start = (was or now) + moved.quarters * timedelta(minutes=15)
    try:
        await move(db, key.journey, str(key), moved.number, start, now)
    except (NotFree, NotAhead):
        return


async def _cancel(db: Connection, key: Key, cancelled: Cancelled, now: datetime) -> None:
    if cancelled.whole:
        again = Key(key.journey, key.step, key.occurrence, key.attempt + 1)
        await cancel_visit(db, now, CancelVisit(key=again, reason=Reason("", ""), start=None))
    else:
        await note_visit(db, key.journey, VisitCancelled(id="c", at=now, step=key.step))


async def _each_stands_well(db: Connection, friday: date, now: datetime) -> None:
    rows = await db.fetch(
        "select a.*, s.due_at, p.zone from appointment a join visit_search s using (journey, key)"
        " join patient p on p.id = a.patient where a.state <> 'cancelled'"
    )
    for row in rows:
        start, end = row["starts_at"], row["starts_at"] + timedelta(minutes=row["minutes"])
        here, until = wall(start, NEW_YORK), wall(end, NEW_YORK)
        assert now < start <= row["due_at"]
        assert is_clinic_day(here.date(), Clinic())
        assert time(8) <= here.time() < until.time() <= time(17)
        assert until.time() <= LUNCH[0] or here.time() >= LUNCH[1]
        assert (row["clinician"], here.date()) != ("pt-1", friday + timedelta(days=4))
        if row["mode"] != "in_person":
            assert time(8) <= wall(start, row["zone"]).time() < wall(end, row["zone"]).time() <= time(20)
