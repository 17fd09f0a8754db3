"""When the team meets, whose turn it is, and what a meeting may decide."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clinic_days import is_clinic_day
from engine.conference import Rules, TeamCase, Vote, carries, in_order, meeting_after, missing_seats, why_not
from engine.zones import wall

RULES = Rules(guests=("device_rep",))
MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)
QUORUM = (("physician",), ("pt", "ot"), ("psych", "sw"), ("coordinator",))
ALL = ("physician", "pt", "psych", "coordinator", "device_rep")
INSTANTS = st.integers(0, 5 * 365 * 24).map(lambda hours: MONDAY + timedelta(hours=hours))
AGREE: dict[str, Vote] = {"physician": "agree", "pt": "concern", "psych": "agree", "coordinator": "agree"}


def a_case(id: str = "c", *, age: int = 0, severity: int | None = None, due: int = 1) -> TeamCase:
    return TeamCase(
        id=id, patient="p", journey="j", step="talk", occurrence=1, quorum=QUORUM, age=age, severity=severity,
        due_at=MONDAY + timedelta(days=due), joined_at=MONDAY,
    )  # fmt: skip


@given(INSTANTS, st.integers(0, 6))
def test_the_next_meeting_is_ahead_on_a_clinic_day_and_its_moments_come_in_order(
    instant: datetime, weekday: int
) -> None:
    rules = Rules(weekday=weekday)
    meeting = meeting_after("team", instant, rules)

    moments = [at for at, _ in meeting.moments()]
    assert meeting.starts_at > instant
    assert is_clinic_day(wall(meeting.starts_at, rules.clinic.zone).date(), rules.clinic)
    assert moments == sorted(set(moments))


@given(INSTANTS)
def test_no_week_goes_by_without_a_meeting(instant: datetime) -> None:
    first = meeting_after("team", instant, RULES)
    second = meeting_after("team", first.starts_at, RULES)

    assert timedelta(days=3) < second.starts_at - first.starts_at < timedelta(days=12)


def test_a_meeting_on_a_public_holiday_is_held_on_the_next_clinic_day() -> None:
    mondays = Rules(weekday=0)

    meeting = meeting_after("team", datetime(2026, 5, 24, tzinfo=UTC), mondays)

    assert (meeting.id, meeting.day) == ("team/2026-05-26", "2026-05-26")


def test_who_waited_longest_is_heard_first_then_the_most_severe_then_what_is_due_first() -> None:
    order = (
        a_case("aged", age=1), a_case("severe", severity=1), a_case("less", severity=3), a_case("soon"),
        a_case("late", due=9),
    )  # fmt: skip

    assert in_order(reversed(order)) == order


@pytest.mark.parametrize("seat", range(len(QUORUM)))
def test_each_empty_seat_alone_leaves_no_quorum(seat: int) -> None:
    present = tuple(role for role in ALL if role not in QUORUM[seat])

    assert missing_seats(QUORUM, present) == ("/".join(QUORUM[seat]),)
    refusal = why_not(a_case(), present, {}, RULES)
    assert refusal is not None
    assert "no quorum" in refusal


@pytest.mark.parametrize(
    ("votes", "carried"),
    [
        ({"physician": "agree", "pt": "concern", "psych": "disagree"}, True),
        ({"physician": "agree", "pt": "disagree", "psych": "disagree"}, False),
        ({"physician": "agree", "pt": "disagree"}, True),
        ({"physician": "disagree", "pt": "agree"}, False),
        ({"ot": "disagree", "pt": "agree"}, False),
        ({}, False),
    ],
)
def test_the_majority_decides_the_lead_breaks_a_tie_and_silence_is_no_yes(
    votes: dict[str, Vote], carried: bool
) -> None:
    assert carries(votes, "physician") is carried


def test_a_decision_of_those_who_are_there_is_recorded() -> None:
    assert why_not(a_case(), ALL, AGREE, RULES) is None


@pytest.mark.parametrize(
    ("votes", "dissent", "veto", "because"),
    [
        ({"pharm": "agree"}, None, None, "pharm voted, but the attendance does not name them"),
        ({"device_rep": "agree"}, None, None, "device_rep may be heard, but has no vote"),
        ({**AGREE, "psych": "disagree"}, None, None, "psych disagrees: write down the dissent first"),
        ({"physician": "agree"}, None, None, "not yet said yes or no: pt/ot, psych/sw, coordinator"),
        (dict.fromkeys(AGREE, "disagree"), "d1", None, "there is no majority for it"),
        ({}, None, "pt", "a safety veto is for physician, pharm, psych, not for pt"),
        ({}, None, "pharm", "pharm cannot hold this back without being there"),
        ({}, None, "psych", "psych holds this back: write down the reason first"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_words(
    votes: dict[str, Vote], dissent: str | None, veto: str | None, because: str
) -> None:
    assert why_not(a_case(), ALL, votes, RULES, dissent=dissent, veto=veto) == because


def test_a_veto_needs_no_quorum() -> None:
    assert why_not(a_case(), ("psych",), {}, RULES, veto="psych", dissent="d1") is None


def test_what_was_held_back_goes_on_once_that_role_agrees() -> None:
    held = replace(a_case(), held_by=("psych",))

    assert why_not(held, ALL, {**AGREE, "psych": "disagree"}, RULES, dissent="d1") == (
        "psych held this back on safety grounds and has not agreed to go on"
    )
    assert why_not(held, ALL, {**AGREE, "psych": "concern"}, RULES) is None
