"""How the meetings of one team follow each other: who is asked, who is heard, and what becomes of who is not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, pairwise

import pytest

from engine.conference import Rules, TeamCase, Vote
from engine.events import EventRefused
from engine.journey import PlanItem
from engine.series import (
    AttendanceTaken,
    CaseDecided,
    CaseDeferred,
    CaseFound,
    CaseHeard,
    CaseHeldBack,
    CaseJoined,
    CaseLeft,
    DutyDone,
    JourneyTold,
    MeetingClosed,
    MeetingOpened,
    News,
    RulesChanged,
    Series,
    SeriesMoment,
)
from engine.sitting import next_moment
from engine.teamwork import begin, hear, learn, pass_time
from tests.support.clock import at, shown

# In the week of Monday, 2 March 2026, the team meets on Tuesday at noon; the cut-off is Monday at noon.
CHASED, CUT_OFF, BEGINS, NEXT = "2026-02-27 12:00", "2026-03-02 12:00", "2026-03-03 12:00", "2026-03-10 12:00"
ALL = ("physician", "pt", "psych")
YES: Mapping[str, Vote] = dict.fromkeys(ALL, "agree")


def a_case(id: str = "a", *, due: str = "2026-04-01 12:00", severity: int | None = None) -> TeamCase:
    return TeamCase(
        id=f"j/{id}#1", patient="p", journey="j", step=id, occurrence=1, due_at=at(due), severity=severity,
        joined_at=at("2026-02-25 09:00"), quorum=(("physician",), ("pt", "ot"), ("psych",)), inputs=("pt", "psych"),
        outcomes=("go_on", "wait"), plans=id == "a",
    )  # fmt: skip


class Team:
    """One series, told things by its test; all that is to be written down of it."""

    def __init__(self, now: str = "2026-02-25 09:00") -> None:
        self.now = at(now)
        self.ids = count(1)
        self.moments: list[SeriesMoment] = []
        heard = begin(Series(name="team", rules=Rules(director="director")), self.now)
        self.series = heard.series
        self.moments += heard.moments

    def hears(self, news: News) -> list[SeriesMoment]:
        heard = hear(self.series, news, self.now)
        self.series = heard.series
        self.moments += heard.moments
        return list(heard.moments)

    def until(self, when: str) -> list[SeriesMoment]:
        new: list[SeriesMoment] = []
        while next_moment(self.series) <= at(when):
            self.now = next_moment(self.series)
            heard = pass_time(self.series, self.now)
            self.series = heard.series
            new += heard.moments
        self.now = at(when)
        self.moments += new
        return new

    def joins(self, case: TeamCase) -> list[SeriesMoment]:
        return self.hears(CaseJoined(id=self.id(), case=case, at=self.now))

    def meets(self, *present: str) -> None:
        self.hears(MeetingOpened(id=self.id()))
        self.hears(AttendanceTaken(id=self.id(), present=present))

    def decides(
        self, id: str, votes: Mapping[str, Vote] = YES, outcome: str = "go_on", dissent: str | None = None
    ) -> list[SeriesMoment]:
        return self.hears(
            CaseDecided(id=self.id(), case=f"j/{id}#1", votes=votes, outcome=outcome, dissent=dissent)
        )

    def closes(self) -> list[SeriesMoment]:
        return self.hears(MeetingClosed(id=self.id()))

    def told(self, refused: str | None = None) -> list[SeriesMoment]:
        (delivery,) = self.series.deliveries
        return self.hears(JourneyTold(id=self.id(), delivery=delivery.id, refused=refused))

    def id(self) -> str:
        return str(next(self.ids))

    def case(self, id: str) -> TeamCase:
        return next(case for case in self.series.cases if case.step == id)

    @property
    def day(self) -> str:
        assert self.series.meeting is not None
        return self.series.meeting.day


def words(moments: list[SeriesMoment]) -> list[str]:
    return [f"{word.how} {word.role}" for moment in moments for word in moment.words]


def test_a_series_begins_once_and_always_knows_its_next_meeting() -> None:
    team = Team()

    assert team.day == "2026-03-03"
    assert begin(team.series, team.now).moments == ()
    assert [shown(moment.next_at) for moment in team.moments] == [CHASED]


def test_a_series_that_begins_after_a_cut_off_hears_new_cases_at_the_meeting_after() -> None:
    team = Team("2026-03-02 13:00")

    team.joins(a_case())

    assert (team.series.stage, team.case("a").meeting) == ("frozen", None)
    assert shown(next_moment(team.series)) == BEGINS


def test_whoever_joins_before_the_cut_off_is_on_the_agenda_and_each_discipline_is_asked() -> None:
    team = Team()

    asked = team.joins(a_case())

    assert (team.case("a").state, team.case("a").meeting) == ("on_agenda", "team/2026-03-03")
    assert words(asked) == ["asked pt", "asked psych"]
    assert {shown(word.due_at) for word in asked[0].words} == {CUT_OFF}


def test_what_is_missing_is_chased_a_day_before_the_cut_off_and_then_the_agenda_is_frozen() -> None:
    team = Team()
    team.joins(a_case())

    assert words(team.until(CHASED)) == ["chased pt", "chased psych"]
    (frozen,) = team.until(CUT_OFF)
    assert (frozen.freeze, [case.step for case in frozen.cases]) == ("team/2026-03-03", ["a"])


def test_after_the_cut_off_a_case_is_heard_next_time_unless_it_cannot_wait() -> None:
    team = Team()
    team.until(CUT_OFF)
    for case in (a_case("a"), a_case("soon", due="2026-03-05 12:00"), a_case("severe", severity=1)):
        team.joins(case)

    assert [team.case(id).meeting for id in ("a", "soon", "severe")] == [
        None,
        "team/2026-03-03",
        "team/2026-03-03",
    ]
    team.joins(a_case("a", severity=1))
    assert team.case("a").meeting == "team/2026-03-03"


def test_asked_for_again_a_case_keeps_its_place_and_its_age_but_not_its_seats() -> None:
    team = Team()
    team.joins(a_case())
    team.until("2026-03-04 12:00")

    team.joins(replace(a_case(), quorum=(("pharm",),)))

    assert (team.case("a").age, team.case("a").quorum) == (1, (("pharm",),))
    assert len(team.series.cases) == 1


def test_a_decision_is_written_down_and_told_to_the_journey_and_the_case_is_over_once_it_is_taken() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)

    (decided,) = team.decides("a", {**YES, "psych": "disagree"}, dissent="d1")
    (delivery,) = team.series.deliveries

    assert (decided.decisions[0].dissent, decided.decisions[0].case.number) == ("d1", 1)
    assert (delivery.outcome, delivery.present, delivery.number) == ("go_on", ALL, 1)
    with pytest.raises(EventRefused, match="decided already"):
        team.decides("a")
    team.told()
    assert team.series.cases == ()


def test_a_plan_travels_with_the_decision() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)

    plan = (PlanItem(therapy="walking"),)
    team.hears(CaseDecided(id="x", case="j/a#1", votes=YES, outcome="go_on", plan=plan))

    assert team.series.deliveries[0].plan == plan


@pytest.mark.parametrize(
    ("id", "outcome", "because"),
    [
        ("a", "operate", "a is decided as one of: go_on, wait"),
        ("b", "go_on", "b does not decide a care plan"),
    ],
)
def test_what_the_journey_could_not_take_is_refused_at_once(id: str, outcome: str, because: str) -> None:
    team = Team()
    team.joins(a_case(id))
    team.until(BEGINS)
    team.meets(*ALL)

    with pytest.raises(EventRefused, match=because):
        team.hears(CaseDecided(id="x", case=f"j/{id}#1", votes=YES, outcome=outcome, plan=()))


def test_told_twice_a_decision_counts_once() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    decision = CaseDecided(id="x", case="j/a#1", votes=YES, outcome="go_on")

    team.hears(decision)

    assert team.hears(decision) == []
    delivery = team.series.deliveries[0].id
    team.hears(JourneyTold(id="y", delivery=delivery))
    assert team.hears(JourneyTold(id="z", delivery=delivery))[0].cases == ()


def test_without_quorum_nothing_is_decided_and_the_journey_is_told_which_seats_were_empty() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets("physician", "pt")

    with pytest.raises(EventRefused, match="without psych there is no quorum"):
        team.decides("a", {"physician": "agree", "pt": "agree"})
    team.hears(CaseHeard(id="h", case="j/a#1"))
    assert team.case("a").heard
    team.closes()

    assert team.series.deliveries[0].missing == ("psych",)
    assert (team.case("a").age, team.case("a").failures, team.case("a").state) == (1, 1, "rolled_over")
    assert team.case("a").meeting == "team/2026-03-10"
    assert not team.case("a").heard
    team.told()
    assert team.case("a").age == 1


def test_a_case_that_was_not_heard_or_put_off_rolls_over_with_its_age_and_is_heard_first() -> None:
    team = Team()
    for id in ("a", "b"):
        team.joins(a_case(id))
    team.until(BEGINS)
    team.meets(*ALL)
    team.hears(CaseDeferred(id="d", case="j/b#1", reason="tests_needed"))
    team.closes()
    team.joins(a_case("new", severity=2))

    assert team.series.deliveries == ()
    assert [(case.step, case.age, case.failures) for case in team.series.cases] == [
        ("a", 1, 0),
        ("b", 1, 0),
        ("new", 0, 0),
    ]


def test_a_meeting_that_nobody_opened_failed_and_the_next_one_follows_by_itself() -> None:
    team = Team()
    team.joins(a_case())

    moments = team.until("2026-03-03 17:00")

    assert [line.state for moment in moments for line in moment.meetings] == ["frozen", "failed", "planned"]
    assert team.series.deliveries[0].missing == ("physician", "pt/ot", "psych")
    assert team.day == "2026-03-10"


def test_a_meeting_that_nobody_closed_is_over_when_the_clinic_closes() -> None:
    team = Team()
    team.until(BEGINS)
    team.meets(*ALL)

    moments = team.until("2026-03-03 17:00")

    assert [line.state for moment in moments for line in moment.meetings] == ["held", "planned"]


def test_after_an_outage_of_weeks_each_lost_meeting_counts_once_and_the_next_is_ahead() -> None:
    team = Team()
    team.joins(a_case())
    team.now = at("2026-03-18 09:00")

    series = pass_time(team.series, team.now).series

    assert series.meeting is not None
    assert series.meeting.day == "2026-03-24"
    assert next_moment(series) > team.now
    assert series.cases[0].age == 1


@pytest.mark.parametrize(
    ("when", "news", "because"),
    [
        (CHASED, MeetingOpened(id="x"), "open until Mon 2 Mar 2026 12:00 America/New_York: meet after that"),
        (BEGINS, AttendanceTaken(id="x", present=ALL), "the meeting of 2026-03-03 is not open"),
        (BEGINS, MeetingClosed(id="x"), "is not open"),
        (BEGINS, CaseHeard(id="x", case="j/a#1"), "is not open"),
        (BEGINS, DutyDone(id="x", duty="d"), "nobody has the duty d"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(when: str, news: News, because: str) -> None:
    team = Team()
    team.joins(a_case())
    team.until(when)

    with pytest.raises(EventRefused, match=because):
        team.hears(news)


def test_only_a_case_on_this_agenda_can_be_heard() -> None:
    team = Team()
    team.until(CUT_OFF)
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)

    with pytest.raises(EventRefused, match="not on the agenda of 2026-03-03"):
        team.decides("a")
    with pytest.raises(EventRefused, match="nobody waits"):
        team.decides("b")


def test_a_safety_veto_holds_a_case_back_until_that_role_agrees() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    with pytest.raises(EventRefused, match="write down the reason first"):
        team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason=None))

    (held,) = team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason="w1"))

    assert (held.decisions[0].veto, shown(held.decisions[0].review_by)) == ("psych", "2026-03-10 17:00")
    with pytest.raises(EventRefused, match="psych held this back"):
        team.decides("a", {**YES, "psych": "disagree"}, dissent="w2")
    team.closes()
    team.until(NEXT)
    team.meets(*ALL)
    assert [duty.what for duty in team.series.duties] == ["review_veto"]
    team.decides("a", {**YES, "psych": "concern"})
    assert team.series.duties == ()
    assert team.case("a").held_by == ()


def test_a_veto_that_nobody_looks_at_again_is_told_to_the_director_once() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason="w1"))
    team.closes()

    assert words(team.until("2026-03-20 12:00")).count("late director") == 1


def test_a_duty_that_is_done_is_over() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason="w1"))

    (done,) = team.hears(DutyDone(id="d", duty=team.series.duties[0].id))

    assert (team.series.duties, done.duties[0].ended_at) == ((), team.now)
    assert team.case("a").held_by == ("psych",)


def test_a_decision_that_the_journey_does_not_take_is_a_persons_work_and_is_looked_at_again() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    team.decides("a")

    (refused,) = team.told("talk is decided as one of: go_on")

    assert [(duty.role, duty.because) for duty in refused.duties] == [
        ("coordinator", "talk is decided as one of: go_on")
    ]
    assert team.case("a").state == "on_agenda"
    team.decides("a")
    (ended,) = team.told()
    assert [duty.ended_at for duty in ended.duties] == [team.now]


@pytest.mark.parametrize(("due", "meeting"), [("2026-04-01 12:00", None), ("2026-03-12 12:00", "2026-03-10")])
def test_a_refusal_that_comes_after_the_meeting_puts_the_case_on_the_next_agenda(
    due: str, meeting: str | None
) -> None:
    team = Team()
    team.joins(a_case(due=due))
    team.until(BEGINS)
    team.meets(*ALL)
    team.decides("a")
    team.closes()
    team.until("2026-03-09 13:00")

    team.told("not now")

    assert (team.case("a").age, team.case("a").meeting) == (1, meeting and f"team/{meeting}")


def test_a_refusal_before_the_next_cut_off_puts_the_case_on_that_agenda() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    team.decides("a")
    team.closes()

    team.told("not now")

    assert team.case("a").meeting == "team/2026-03-10"


def test_a_journey_that_cannot_be_told_of_a_failed_meeting_is_a_persons_work_too() -> None:
    team = Team()
    team.joins(a_case())
    team.until("2026-03-03 17:00")

    team.told("the journey could not be told")

    assert [duty.what for duty in team.series.duties] == ["take_over_decision"]
    assert team.case("a").meeting == "team/2026-03-10"


def test_whoever_leaves_takes_their_duties_along_and_hears_no_more() -> None:
    team = Team()
    team.joins(a_case())
    team.until(BEGINS)
    team.meets(*ALL)
    team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason="w1"))
    team.decides("a")
    delivery = team.series.deliveries[0].id

    for _ in range(2):
        team.hears(CaseLeft(id=team.id(), case="j/a#1"))
    team.hears(JourneyTold(id="t", delivery=delivery, refused="a is over"))

    assert (team.series.cases, team.series.duties, team.series.deliveries) == ((), (), ())


def test_what_the_record_knows_better_is_learned() -> None:
    team = Team()
    for id in ("a", "b", "c"):
        team.joins(a_case(id))
    team.until(BEGINS)
    team.meets(*ALL)
    team.hears(CaseHeldBack(id="v", case="j/a#1", by="psych", reason="w1"))

    found = [
        CaseFound(case="j/a#1", left=True),
        CaseFound(case="j/b#1", left=False, given=("pt",), severity=2),
    ]
    series = learn(team.series, found)

    assert [(case.step, case.given, case.severity) for case in series.cases] == [
        ("b", ("pt",), 2),
        ("c", (), None),
    ]
    assert series.duties == ()


def test_a_team_that_meets_otherwise_does_so_from_the_meeting_after_the_next_on() -> None:
    team = Team()

    team.hears(RulesChanged(id="r", rules=Rules(weekday=3)))

    assert team.day == "2026-03-03"
    team.until("2026-03-03 17:00")
    assert team.day == "2026-03-05"


def test_the_lines_of_a_series_follow_each_other_without_a_gap() -> None:
    team = Team()
    team.joins(a_case())
    team.until("2026-05-01 12:00")

    assert [moment.line.number for moment in team.moments] == list(range(1, len(team.moments) + 1))
    times: list[datetime] = [moment.line.at for moment in team.moments]
    assert times == sorted(times)
    assert max(after - before for before, after in pairwise(times)) < timedelta(days=7)
