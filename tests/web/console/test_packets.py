"""A packet as it is read: scores by their own important change, what is new since it was frozen, and plans in words."""

from datetime import UTC, datetime

import pytest

from database.packets import Frozen, digest_of
from engine.journey import PlanItem
from web.console.conference.answering import without
from web.console.conference.planning import Lacking, plan_from
from web.console.conference.reading import answered, asked_as, gone, read, scores

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
EARLY, LATE = "2026-01-05T15:00:00+00:00", "2026-02-27T15:00:00+00:00"


def _score(
    instrument: str, first: str | None, latest: str | None, whole: str | None = None
) -> dict[str, object]:
    return {
        "instrument": instrument,
        "first": first,
        "first_at": EARLY,
        "latest": latest,
        "latest_at": LATE,
        "whole": whole if whole is not None else latest,
        "band": None,
        "status": "complete",
    }


@pytest.mark.parametrize(
    ("instrument", "first", "latest", "words", "look"),
    [
        ("peg", "7", "4", "-3, better by enough to matter", "good"),
        ("peg", "5", "6", "+1, worse by enough to matter", "sev2"),
        ("phq9", "8", "8", "unchanged", ""),
        ("gas", "36.3", "52", "+15.7, goal reached", "good"),
        ("gas", "36.3", "36.3", "unchanged, below the goal", "sev3"),
        ("no_such_form", "1", "2", "cannot be compared", ""),
        ("peg", "7", None, "cannot be compared", ""),
    ],
)
def test_a_change_is_told_by_the_instruments_own_measure(
    instrument: str, first: str, latest: str | None, words: str, look: str
) -> None:
    sections = read({"scores": [_score(instrument, first, latest)]}, None)

    (line,) = scores(sections["scores"])

    assert (line.change, line.look) == (words, look)


def test_what_came_after_the_freeze_is_new_and_what_went_is_named() -> None:
    before = {"safety": [{"step": "call_about_mood"}], "flags": [{"flag": "frail"}]}
    frozen = Frozen(meeting="team/2026-03-03", at=AT, digest=digest_of(before), packet=before)
    now = {"safety": [], "flags": [{"flag": "frail"}, {"flag": "pregnant"}]}

    assert [item.fresh for item in read(now, frozen)["flags"]] == [False, True]
    assert gone(now, frozen) == ["call about mood"]
    assert not any(item.fresh for item in read(now, None)["flags"])


def test_one_packet_has_one_fingerprint_however_its_keys_are_ordered() -> None:
    assert digest_of({"a": [{"x": 1, "y": 2}], "b": []}) == digest_of({"b": [], "a": [{"y": 2, "x": 1}]})
    assert digest_of({"a": [{"x": 1}]}) != digest_of({"a": [{"x": 2}]})


def test_answers_read_as_their_questions_offer_them() -> None:
    assert asked_as("before_conference", "worries") == "What worries you?"
    assert asked_as("message", "my_visit") == "My visit"
    assert answered("attend", "video") == "Yes, by video"
    assert answered("worried", "true") == "Yes"


def test_what_followed_a_declined_therapy_follows_what_that_one_waited_for() -> None:
    plan = (
        PlanItem(therapy="education"),
        PlanItem(therapy="cbt", after=("education",)),
        PlanItem(therapy="exercise", after=("cbt",)),
    )

    assert without(plan, ["cbt"]) == (
        PlanItem(therapy="education"),
        PlanItem(therapy="exercise", after=("education",)),
    )
    assert without(plan, ["education", "cbt", "exercise"]) == ()


def test_a_plan_is_what_is_ticked() -> None:
    form = {"therapy.cbt": "yes", "therapy.education": "yes", "after.cbt": "education", "weeks.cbt": "2"}

    made = plan_from(form, ["education", "exercise", "cbt"])

    assert [(item.therapy, item.after, str(item.delay)) for item in made] == [
        ("education", (), "None"),
        ("cbt", ("education",), "2 weeks"),
    ]
    with pytest.raises(Lacking, match="cbt is to follow exercise, which is not in the plan"):
        plan_from({**form, "after.cbt": "exercise"}, ["education", "exercise", "cbt"])
