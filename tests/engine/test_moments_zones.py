"""Zones and local times: which zone counts, what a local time is in UTC, what becomes of gaps and folds."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from engine.moments import NaiveInstant, UnknownZone, Zones, local, tzdata_version, zone_at, zone_now
from engine.zones import clock_change, said, second_reading, utc, wall, zone_names, zone_rules

instant = datetime.fromisoformat
MOVES: Zones = (
    (None, "America/New_York"),
    (instant("2026-06-04T00:00Z"), "Europe/Paris"),
    (instant("2026-07-01T00:00Z"), "Asia/Tokyo"),
)


@pytest.mark.parametrize(
    ("at", "zone"),
    [
        ("1999-01-01T00:00Z", "America/New_York"),
        ("2026-06-03T23:59Z", "America/New_York"),
        ("2026-06-04T00:00Z", "Europe/Paris"),
        ("2026-06-30T23:59Z", "Europe/Paris"),
        ("2030-01-01T00:00Z", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_in_force_from_the_moment_of_the_move(at: str, zone: str) -> None:
    assert zone_at(MOVES, instant(at)) == zone


def test_the_zone_now_is_the_last_one() -> None:
    assert zone_now(MOVES) == "Asia/Tokyo"


def test_before_the_first_known_zone_the_first_one_counts() -> None:
    assert zone_at(MOVES[1:], instant("2026-01-01T00:00Z")) == "Europe/Paris"


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        ("2026-01-15", "09:00", "America/New_York", "2026-01-15T14:00Z"),
        ("2026-06-12", "08:30", "Asia/Kathmandu", "2026-06-12T02:45Z"),
        ("2026-05-03", "09:00", "Pacific/Kiritimati", "2026-05-02T19:00Z"),
        ("2026-05-03", "09:00", "Pacific/Pago_Pago", "2026-05-03T20:00Z"),
        ("2026-12-01", "09:00", "UTC", "2026-12-01T09:00Z"),
    ],
)
def test_a_local_time_is_one_instant(day: str, at: str, zone: str, expected: str) -> None:
    found = local(date.fromisoformat(day), time.fromisoformat(at), zone)

    assert found == instant(expected)
    assert found.tzinfo is UTC
    assert clock_change(date.fromisoformat(day), time.fromisoformat(at), zone) == ""


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected", "words"),
    [
        ("2026-03-08", "02:30", "America/New_York", "2026-03-08T07:30Z", "so Sun 8 Mar 2026 03:30"),
        ("2026-03-08", "02:00", "America/New_York", "2026-03-08T07:00Z", "so Sun 8 Mar 2026 03:00"),
        ("2026-03-29", "01:30", "Europe/London", "2026-03-29T01:30Z", "so Sun 29 Mar 2026 02:30"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45Z", "so Sun 4 Oct 2026 02:45"),
        ("2026-03-28", "23:30", "America/Nuuk", "2026-03-29T01:30Z", "so Sun 29 Mar 2026 00:30"),
        ("2011-12-30", "09:00", "Pacific/Apia", "2011-12-30T19:00Z", "so Sat 31 Dec 2011 09:00"),
    ],
)
def test_a_local_time_in_a_gap_moves_forward_by_the_gap(
    day: str, at: str, zone: str, expected: str, words: str
) -> None:
    wanted = date.fromisoformat(day), time.fromisoformat(at)

    assert local(*wanted, zone) == instant(expected)
    assert clock_change(*wanted, zone).endswith(f"{at} does not exist, {words}")


@pytest.mark.parametrize(
    ("day", "at", "zone", "first", "second"),
    [
        ("2026-10-25", "01:30", "Europe/London", "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        ("2026-11-01", "01:00", "America/New_York", "2026-11-01T05:00Z", "2026-11-01T06:00Z"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45Z", "2026-04-04T15:15Z"),
        ("2026-10-25", "02:30", "Antarctica/Troll", "2026-10-25T00:30Z", "2026-10-25T02:30Z"),
    ],
)
def test_in_a_fold_the_first_reading_counts(day: str, at: str, zone: str, first: str, second: str) -> None:
    wanted = date.fromisoformat(day), time.fromisoformat(at)

    assert local(*wanted, zone) == instant(first)
    assert local(wanted[0], wanted[1].replace(fold=1), zone) == instant(first)
    assert second_reading(*wanted, zone) == instant(second)
    assert clock_change(*wanted, zone).endswith(f"{at} comes twice, the first counts")


def test_a_time_that_brings_its_own_zone_is_read_in_the_zone_asked() -> None:
    at = time(9, tzinfo=timezone(timedelta(hours=5)))

    assert local(date(2026, 1, 15), at, "America/New_York") == instant("2026-01-15T14:00Z")


def test_an_instant_is_said_in_the_words_of_its_zone() -> None:
    assert said(instant("2026-03-09T16:05Z"), "America/Phoenix") == "Mon 9 Mar 2026 09:05 America/Phoenix"


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 9, 9)  # noqa: DTZ001 - that is the point

    with pytest.raises(NaiveInstant, match="2026-03-09T09:00:00 does not say its zone"):
        wall(naive, "America/Phoenix")
    with pytest.raises(NaiveInstant, match="instants are UTC"):
        utc(naive)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("EST", "did you mean America/New_York?"),
        ("MST7MDT", "did you mean America/Denver?"),
        ("+02:00", "write one such as America/New_York"),
        ("", "write one such as America/New_York"),
        ("Etc/../x", "write one such as America/New_York"),
        ("../zones", "write one such as America/New_York"),
        ("Mars/Phobos", "write one such as America/New_York"),
        ("New York", "did you mean America/New_York?"),
        ("america/new_york", "did you mean America/New_York?"),
        ("Paris", "did you mean Europe/Paris?"),
        ("Europe/Kyjiv", "did you mean Europe/Kyiv"),
    ],
)
def test_a_wrong_zone_is_refused_with_its_name_and_a_better_one(wrong: str, hint: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        local(date(2026, 1, 1), time(9), wrong)

    assert refused.value.zone == wrong
    assert str(refused.value).startswith(f'"{wrong}" is not the IANA name of a time zone; ')
    assert hint in str(refused.value)


def test_the_zone_rules_are_new_enough() -> None:
    assert tzdata_version() >= "2026f"


def test_the_machine_s_own_older_zone_rules_are_never_read() -> None:
    # British Columbia stays on daylight time from November 2026; releases before 2026f do not know.
    assert local(date(2026, 12, 1), time(9), "America/Vancouver") == instant("2026-12-01T16:00Z")


def test_every_zone_in_the_list_can_be_read() -> None:
    assert len(zone_names()) > 500
    assert {zone_rules(zone).key for zone in zone_names()} == zone_names()
