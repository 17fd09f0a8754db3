"""Every rule of the wall-clock contract, asked as a case; and what a case that is written wrong is told."""

import inspect
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.moment_cases import _HOW, CaseAnswer, CaseRefused, answer, as_json
from engine.moment_rules import RULES

SHARED = Path(__file__).parents[3] / "shared" / "cases" / "moments.json"
NEW_YORK = "America/New_York"
HONOLULU_TO_AUCKLAND = [[None, "Pacific/Honolulu"], ["2026-06-03T00:00:00Z", "Pacific/Auckland"]]


def asked(rule: str, **given: object) -> list[str]:
    found = json.loads(as_json(answer({"rule": rule, "input": given})))
    assert found["because"]
    return [str(at).removesuffix(":00Z") for at in found["at"]]


def refusal(case: dict[str, object]) -> str:
    with pytest.raises(CaseRefused) as refused:
        answer(case)
    return str(refused.value)


@pytest.mark.skipif(not SHARED.exists(), reason="shared/cases/moments.json is not beside this repository")
def test_the_shared_cases_come_out_as_written() -> None:
    cases = json.loads(SHARED.read_text(encoding="utf-8"))
    found = {case["id"]: json.loads(as_json(answer(case)))["at"] for case in cases}

    assert len(cases) >= 22
    assert found == {case["id"]: case["expect_utc"] for case in cases}


@pytest.mark.parametrize(
    ("anchor", "n", "at", "tz", "expected"),
    [
        ("2026-01-12T15:00:00Z", 0, "09:00", NEW_YORK, "2026-01-12T14:00"),  # past or not
        ("2026-01-12T15:00:00Z", -13, "09:00", NEW_YORK, "2025-12-30T14:00"),
        ("2026-01-12T03:00:00Z", 1, "09:00", NEW_YORK, "2026-01-12T14:00"),  # still the 11th there
        ("2026-03-07T15:00:00Z", 1, "02:30", NEW_YORK, "2026-03-08T07:30"),
        ("2026-10-31T15:00:00Z", 1, "01:30", NEW_YORK, "2026-11-01T05:30"),
        ("2026-10-31T15:00:00Z", 1, "23:59", "Pacific/Chatham", "2026-11-02T10:14"),
        ("2011-12-29T20:00:00Z", 1, "09:00", "Pacific/Apia", "2011-12-30T19:00"),  # the day that never was
    ],
)
def test_day_n_counts_local_days(anchor: str, n: int, at: str, tz: str, expected: str) -> None:
    assert asked("day_n", anchor=anchor, n=n, at=at, tz=tz) == [expected]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(24, "2026-03-09T03:00"), (1.5, "2026-03-08T04:30"), (-1, "2026-03-08T02:00"), (0, "2026-03-08T03:00")],
)
def test_duration_is_elapsed_time(hours: float, expected: str) -> None:
    assert asked("duration", anchor="2026-03-08T03:00:00Z", hours=hours) == [expected]


def test_an_instant_may_have_another_offset_or_no_seconds() -> None:
    assert asked("duration", anchor="2026-03-08T03:00+02:00", hours=1) == ["2026-03-08T02:00"]


@pytest.mark.parametrize(
    ("day", "at", "tz", "expected"),
    [
        ("2026-07-02", "09:00", "Asia/Kathmandu", "2026-07-02T03:15"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),
    ],
)
def test_local_reads_a_local_time(day: str, at: str, tz: str, expected: str) -> None:
    assert asked("local", date=day, at=at, tz=tz) == [expected]


@pytest.mark.parametrize(
    ("day", "calendar", "tz", "after", "on_or_after"),
    [
        ("2026-07-02", "US", NEW_YORK, "2026-07-06T13:00", "2026-07-02T13:00"),
        ("2026-07-03", "US", NEW_YORK, "2026-07-06T13:00", "2026-07-06T13:00"),
        ("2026-07-03", "GB-ENG", "Europe/London", "2026-07-06T08:00", "2026-07-03T08:00"),
        ("2026-12-25", "GB-ENG", "Europe/London", "2026-12-29T09:00", "2026-12-29T09:00"),
        ("2026-04-02", "GB-ENG", "Europe/London", "2026-04-07T08:00", "2026-04-02T08:00"),
        ("2026-04-06", "GB-SCT", "Europe/London", "2026-04-07T08:00", "2026-04-06T08:00"),
        ("2027-12-31", "US", NEW_YORK, "2028-01-03T14:00", "2028-01-03T14:00"),
        ("2026-11-26", "US", NEW_YORK, "2026-11-27T14:00", "2026-11-27T14:00"),
    ],
)
def test_business_days_pass_over_weekends_and_public_holidays(
    day: str, calendar: str, tz: str, after: str, on_or_after: str
) -> None:
    given = {"date": day, "at": "09:00", "tz": tz, "calendar": calendar}

    assert asked("business_after", **given) == [after]
    assert asked("business_on_or_after", **given) == [on_or_after]


def test_a_holiday_that_is_passed_over_is_named() -> None:
    given = {"date": "2026-07-02", "at": "09:00", "tz": NEW_YORK, "calendar": "US"}

    assert answer({"rule": "business_after", "input": given}).because == (
        "Mon 6 Jul 2026, the first clinic day after Thu 2 Jul 2026"
        " (US holidays: Fri 3 Jul 2026, Sat 4 Jul 2026), at 09:00 America/New_York"
    )


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-05-05T00:59:59Z", "2026-05-05T00:59:59Z"),
        ("2026-05-05T01:00:00Z", "2026-05-05T12:00"),
        ("2026-05-05T11:59:59Z", "2026-05-05T12:00"),
        ("2026-03-08T05:30:00Z", "2026-03-08T12:00"),  # the short night
        ("2026-11-01T06:30:00Z", "2026-11-01T13:00"),  # the long one
    ],
)
def test_quiet_is_nine_at_night_to_eight_in_the_morning(due: str, expected: str) -> None:
    assert asked("quiet", due=due, tz=NEW_YORK) == [expected]


@pytest.mark.parametrize(
    ("opened", "hours", "expected"),
    [
        ("2026-06-01T14:00:00Z", 4, ["2026-06-01T18:00", "2026-06-03T00:00"]),
        ("2026-06-02T03:00:00Z", 4, ["2026-06-02T07:00", "2026-06-03T00:00"]),  # still the 1st there
        ("2026-03-07T15:00:00Z", 24, ["2026-03-08T15:00", "2026-03-09T00:00"]),  # over the gap
    ],
)
def test_a_window_opens_after_elapsed_hours_and_closes_the_next_local_day(
    opened: str, hours: int, expected: list[str]
) -> None:
    assert asked("window", open=opened, hours=hours, until="20:00", tz=NEW_YORK) == expected


@pytest.mark.parametrize(
    ("n", "at", "now", "expected"),
    [
        (2, "09:00", "2026-06-02T22:00:00Z", "2026-06-03T19:00"),  # the move is still ahead
        (2, "09:00", "2026-06-03T00:00:00Z", "2026-06-03T00:00"),  # noon in Auckland: at once
        (2, "12:00", "2026-06-03T00:00:00Z", "2026-06-03T00:00"),  # due now
        (2, "09:00", "2026-06-03T10:00:00Z", "2026-06-03T20:00"),  # 22:00 in Auckland: the next morning
        (2, "22:00", "2026-06-03T12:00:00Z", "2026-06-03T20:00"),  # past, and still the same night
        (2, "22:00", "2026-06-03T00:00:00Z", "2026-06-03T10:00"),  # a quiet hour that the rule names is kept
        (-1, "09:00", "2026-06-03T00:00:00Z", "2026-06-03T00:00"),
        (0, "09:00", "2026-06-01T20:30:00Z", "2026-06-01T20:30"),
    ],
)
def test_day_n_moves_with_the_patient(n: int, at: str, now: str, expected: str) -> None:
    given = {"anchor": "2026-06-01T20:00:00Z", "n": n, "at": at, "now": now}

    assert asked("day_n_moves", **given, moves=HONOLULU_TO_AUCKLAND) == [expected]
    assert asked("day_n_moves", **given, moves=HONOLULU_TO_AUCKLAND[::-1]) == [expected]


@pytest.mark.parametrize(
    ("sent", "now", "expected"),
    [
        ([], "2026-06-01T20:00:00Z", ["2026-06-02T19:00"]),
        ([1], "2026-06-02T20:00:00Z", ["2026-06-04T19:00"]),
        ([1], "2026-06-04T00:00:00Z", ["2026-06-04T00:00"]),  # day 3 was due in Auckland three hours ago
        ([3], "2026-06-01T20:00:00Z", ["2026-06-02T19:00"]),
        ([5, 1, 3], "2026-06-04T00:00:00Z", []),
    ],
)
def test_a_day_that_was_sent_is_never_sent_again(sent: list[int], now: str, expected: list[str]) -> None:
    given = {"days": [1, 3, 5], "anchor": "2026-06-01T20:00:00Z", "at": "09:00", "sent": sent, "now": now}

    assert asked("next_after_sent", **given, moves=HONOLULU_TO_AUCKLAND) == expected


def test_when_all_days_were_sent_it_says_so() -> None:
    given = {
        "days": [1, 3],
        "anchor": "2026-06-01T20:00:00Z",
        "at": "09:00",
        "sent": [1, 3],
        "moves": [[None, NEW_YORK]],
        "now": "2026-06-02T00:00:00Z",
    }

    assert answer({"rule": "next_after_sent", "input": given}) == CaseAnswer(
        (), "nothing is left to send: all of days 1, 3 were sent"
    )


@pytest.mark.parametrize(
    ("anchor", "n", "expected"),
    [
        ("2026-01-31T15:00:00Z", 1, "2026-02-28T14:00"),
        ("2027-12-31T15:00:00Z", 2, "2028-02-29T14:00"),
        ("2026-03-31T15:00:00Z", -1, "2026-02-28T14:00"),
        ("2026-08-31T15:00:00Z", 13, "2027-09-30T13:00"),
        ("2026-02-01T03:00:00Z", 1, "2026-02-28T14:00"),  # still 31 January there
        ("2026-01-31T15:00:00Z", 0, "2026-01-31T14:00"),
    ],
)
def test_months_clamp_to_the_month_s_end(anchor: str, n: int, expected: str) -> None:
    assert asked("month_n", anchor=anchor, n=n, at="09:00", tz=NEW_YORK) == [expected]


def test_daily_and_weekly_keep_the_local_time_over_a_clock_change() -> None:
    daily = asked("daily", start="2026-10-31", count=3, at="01:30", tz=NEW_YORK)
    weekly = asked("weekly", start="2026-03-01", count=3, at="02:30", tz=NEW_YORK)

    assert daily == ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"]
    assert weekly == ["2026-03-01T07:30", "2026-03-08T07:30", "2026-03-15T06:30"]
    assert asked("daily", start="2026-10-31", count=0, at="01:30", tz=NEW_YORK) == []


def test_daily_dates_keep_their_order() -> None:
    given = {"dates": ["2026-03-09", "2026-03-06"], "at": "09:00", "tz": NEW_YORK}

    assert asked("daily_dates", **given) == ["2026-03-09T13:00", "2026-03-06T14:00"]


def test_a_visit_window_is_target_earliest_latest() -> None:
    given = {"anchor": "2026-03-01T15:00:00Z", "n": 7, "early": 1, "late": 2, "at": "09:00", "tz": NEW_YORK}

    assert asked("visit_window", **given) == ["2026-03-08T13:00", "2026-03-07T14:00", "2026-03-10T13:00"]


@pytest.mark.parametrize(
    ("visit", "tz", "expected"),
    [
        ("2026-03-10T14:00:00Z", "America/Phoenix", "2026-03-09T16:00"),
        ("2026-03-10T14:00:00Z", "Asia/Tokyo", "2026-03-09T00:00"),
        ("2026-03-10T16:00:00Z", "Asia/Tokyo", "2026-03-10T00:00"),  # already the 11th there
    ],
)
def test_the_day_before_is_the_patient_s_own(visit: str, tz: str, expected: str) -> None:
    assert asked("day_before", visit=visit, at="09:00", tz=tz) == [expected]


def test_an_answer_is_written_in_utc_to_the_second() -> None:
    found = CaseAnswer((datetime(26, 1, 2, 3, 4, 5, 6, tzinfo=UTC),), "café")

    assert as_json(found) == '{"at": ["0026-01-02T03:04:05Z"], "because": "café"}'


# What is written wrong


def test_a_case_without_a_rule_is_told_the_rules() -> None:
    assert refusal({}) == f'a case names its "rule"; the rules are {", ".join(RULES)}'
    assert refusal({"rule": 3}).startswith("3 is not a rule; the rules are day_n, ")
    assert refusal({"rule": "day-n"}).startswith('"day-n" is not a rule; did you mean day_n?')


@pytest.mark.parametrize("given", [None, [], "2026"])
def test_a_case_without_an_input_is_told_what_belongs_there(given: object) -> None:
    assert refusal({"rule": "quiet", "input": given}) == 'quiet needs "input": an object with due, tz'


def test_every_fault_of_a_case_is_told_at_once() -> None:
    given = {"anchor": "2026-01-12T15:00:00", "n": "3", "tz": "EST", "zone": NEW_YORK}

    assert refusal({"rule": "day_n", "input": given}).splitlines() == [
        '"anchor": 2026-01-12T15:00:00 does not say its zone; instants are UTC',
        '"n" is "3"; write a whole number, such as 3',
        'day_n needs "at": a local time, such as "09:00"',
        '"tz": "EST" is not the IANA name of a time zone; did you mean America/New_York?',
        'day_n takes no "zone", only anchor, n, at, tz',
    ]


@pytest.mark.parametrize(
    ("rule", "field", "wrong"),
    [
        ("day_n", "anchor", "12 Jan 2026"),
        ("day_n", "anchor", "2026-02-30T15:00:00Z"),
        ("day_n", "anchor", 1768230000),
        ("day_n", "n", True),
        ("day_n", "n", 1.0),
        ("day_n", "at", "9:00"),
        ("day_n", "at", "24:00"),
        ("day_n", "at", "09:00\n"),
        ("day_n", "at", "\u0660\u0669:00"),  # digits, but not ours
        ("day_n", "tz", None),
        ("duration", "hours", "72"),
        ("duration", "hours", False),
        ("duration", "hours", float("inf")),
        ("local", "date", "2026-1-1"),
        ("local", "date", 20260101),
        ("daily", "count", -1),
        ("daily", "count", 10_001),
        ("daily_dates", "dates", "2026-01-01"),
        ("daily_dates", "dates", ["2026-01-01", "x" * 100]),
        ("visit_window", "early", -1),
        ("next_after_sent", "days", []),
        ("next_after_sent", "sent", ["1"]),
        ("day_n_moves", "moves", []),
        ("day_n_moves", "moves", [[None, NEW_YORK], [None, "Europe/Paris"]]),
        ("day_n_moves", "moves", [["2026-01-01", NEW_YORK]]),
        ("day_n_moves", "moves", [NEW_YORK]),
    ],
)
def test_a_field_written_wrong_is_shown_with_how_to_write_it(rule: str, field: str, wrong: object) -> None:
    told = refusal({"rule": rule, "input": {field: wrong}}).splitlines()

    assert [line for line in told if line.startswith(f'"{field}" is ')] == [
        line for line in told if line.endswith(f"; write {_HOW[field]}")
    ]
    assert sum(line.startswith(f'"{field}" is ') for line in told) == 1
    assert max(map(len, told)) < 220


def test_a_wrong_calendar_is_told_a_better_one() -> None:
    told = refusal({"rule": "business_after", "input": {"calendar": "gb-eng"}})

    assert '"calendar": "gb-eng" is not a public-holiday calendar; did you mean GB-ENG?' in told


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("duration", {"anchor": "2026-01-12T15:00:00Z", "hours": 1e9}),
        ("duration", {"anchor": "2026-01-12T15:00:00Z", "hours": 1e300}),
        ("duration", {"anchor": "0001-01-01T00:00:00+05:00", "hours": 1}),
        ("day_n", {"anchor": "2026-01-12T15:00:00Z", "n": 10**30, "at": "09:00", "tz": NEW_YORK}),
        ("month_n", {"anchor": "2026-01-12T15:00:00Z", "n": 10**6, "at": "09:00", "tz": NEW_YORK}),
        ("local", {"date": "9999-12-31", "at": "23:00", "tz": NEW_YORK}),
        ("business_after", {"date": "9999-12-31", "at": "23:00", "tz": NEW_YORK, "calendar": "US"}),
    ],
)
def test_what_leads_out_of_the_calendar_is_refused(rule: str, given: object) -> None:
    assert refusal({"rule": rule, "input": given}) == f"{rule}: this leads outside the years 1 to 9999"


def test_every_input_of_every_rule_has_a_way_to_write_it() -> None:
    inputs = {name for rule in RULES.values() for name in inspect.signature(rule).parameters}

    assert inputs == set(_HOW)
