"""How a series of case conferences goes on: what follows from one piece of news, or from time alone. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from pydantic import TypeAdapter

from engine.conference import TeamCase, cannot_be, meeting_after, next_clinic_day, review_by, why_not
from engine.events import EventRefused
from engine.series import (
    AttendanceTaken,
    CaseDecided,
    CaseDeferred,
    CaseFound,
    CaseHeard,
    CaseHeldBack,
    CaseJoined,
    CaseLeft,
    DecisionLine,
    DutyDone,
    JourneyTold,
    MeetingClosed,
    MeetingOpened,
    News,
    RulesChanged,
    Series,
    SeriesMoment,
)
from engine.sitting import Heard, Sitting, next_moment
from engine.zones import said

REMEMBERED_NEWS = 300


def begin(series: Series, at: datetime) -> Heard:
    """Plan the first meeting, unless one is planned; what lies behind of it has passed."""
    if series.meeting is not None:
        return Heard(series, ())
    sitting = Sitting(series, at)
    sitting.plan(at)
    planned = sitting.ended("planned", "{}")
    passed = pass_time(planned.series, at)
    return Heard(passed.series, (*planned.moments, *passed.moments))


def hear(series: Series, news: News, at: datetime) -> Heard:
    """What follows. Raises EventRefused, and changes nothing, if the news cannot be true; told twice it is told once."""
    if news.id in series.told:
        return Heard(series, ())
    sitting = Sitting(series, at)
    _happen(sitting, news)
    sitting.told = (*series.told, news.id)[-REMEMBERED_NEWS:]
    return sitting.ended(type(news).__name__, TypeAdapter(type(news)).dump_json(news).decode())


def pass_time(series: Series, until: datetime) -> Heard:
    """Everything that time alone brings up to then, each in its turn."""
    moments: tuple[SeriesMoment, ...] = ()
    while next_moment(series) <= until:
        sitting = Sitting(series, until)
        body = f'{{"meeting": "{sitting.meeting.id}"}}'
        heard = sitting.ended(_pass(sitting), body)
        series, moments = heard.series, (*moments, *heard.moments)
    return Heard(series, moments)


def learn(series: Series, found: Iterable[CaseFound]) -> Series:
    """What the record knows better. It is written there, so it is not written again."""
    known = {one.case: one for one in found}
    stays = [case for case in series.cases if case.id not in known or not known[case.id].left]
    gone = {case.id for case in series.cases} - {case.id for case in stays}
    return replace(
        series,
        cases=tuple(
            replace(case, given=known[case.id].given, severity=known[case.id].severity)
            if case.id in known
            else case
            for case in stays
        ),
        duties=tuple(duty for duty in series.duties if duty.case.id not in gone),
    )


def _happen(sitting: Sitting, news: News) -> None:
    match news:
        case CaseJoined() | CaseLeft():
            _come_or_go(sitting, news)
        case MeetingOpened() | AttendanceTaken() | MeetingClosed():
            _meet(sitting, news)
        case CaseHeard() | CaseDecided() | CaseHeldBack() | CaseDeferred():
            _talk(sitting, news)
        case DutyDone():
            if news.duty not in sitting.duties:
                raise EventRefused(f"nobody has the duty {news.duty}")
            duty = sitting.duties[news.duty]
            sitting.duties[news.duty] = replace(duty, ended_at=sitting.at)
        case RulesChanged():
            sitting.rules = news.rules
        case JourneyTold():
            _journey_told(sitting, news)
        case _:
            assert_never(news)


def _come_or_go(sitting: Sitting, news: CaseJoined | CaseLeft) -> None:
    if isinstance(news, CaseLeft):
        if sitting.cases.pop(news.case, None) is not None:
            sitting.relieve(news.case, "review_veto", "take_over_decision")
        return
    case, known = news.case, sitting.cases.get(news.case.id)
    if known is None:
        case = replace(case, state="waiting", meeting=None, heard=False)
        sitting.cases[case.id] = case
        if sitting.stage == "planned" or _cannot_wait(sitting, case):
            sitting.place(case)
        return
    sitting.cases[case.id] = replace(
        known,
        quorum=case.quorum,
        inputs=case.inputs,
        due_at=case.due_at,
        proposal=case.proposal,
        outcomes=case.outcomes,
        plans=case.plans,
        severity=case.severity,
    )
    if known.meeting is None and _cannot_wait(sitting, case):
        sitting.place(sitting.cases[case.id])


def _cannot_wait(sitting: Sitting, case: TeamCase) -> bool:
    """After the cut-off it is heard next time, unless that is too late for it."""
    following = meeting_after(sitting.before.name, sitting.meeting.starts_at, sitting.rules)
    return case.severity == 1 or case.due_at < following.starts_at


def _meet(sitting: Sitting, news: MeetingOpened | AttendanceTaken | MeetingClosed) -> None:
    match news:
        case MeetingOpened():
            if sitting.stage == "planned":
                when = said(sitting.meeting.cut_off_at, sitting.rules.clinic.zone)
                raise EventRefused(
                    f"the agenda of {sitting.meeting.day} is open until {when}: meet after that"
                )
            sitting.stage = "open"
            sitting.note_meeting("open")
        case AttendanceTaken():
            sitting.refuse_unless_open()
            sitting.present = tuple(dict.fromkeys(news.present))
            sitting.note_meeting("open")
        case MeetingClosed():
            sitting.refuse_unless_open()
            sitting.settle("held")
        case _:
            assert_never(news)


def _talk(sitting: Sitting, news: CaseHeard | CaseDecided | CaseHeldBack | CaseDeferred) -> None:
    case = replace(sitting.on_the_table(news.case), heard=True)
    match news:
        case CaseDecided():
            _decide(sitting, case, news)
        case CaseHeldBack():
            _hold_back(sitting, case, news)
        case CaseHeard() | CaseDeferred():
            sitting.cases[case.id] = case
        case _:
            assert_never(news)


def _decide(sitting: Sitting, case: TeamCase, news: CaseDecided) -> None:
    objection = cannot_be(case, news.outcome, plan=news.plan is not None) or why_not(
        case, sitting.present, news.votes, sitting.rules, dissent=news.dissent
    )
    if objection is not None:
        raise EventRefused(objection)
    decided = replace(case, state="decided", number=case.number + 1, held_by=())
    sitting.cases[case.id] = decided
    sitting.relieve(case.id, "review_veto")
    sitting.decisions.append(
        DecisionLine(
            case=decided,
            meeting=sitting.meeting.id,
            present=sitting.present,
            votes=news.votes,
            at=sitting.at,
            outcome=news.outcome,
            plan=news.plan,
            dissent=news.dissent,
            news=news.id,
        )
    )
    sitting.deliver(decided, decided=news)


def _hold_back(sitting: Sitting, case: TeamCase, news: CaseHeldBack) -> None:
    objection = why_not(case, sitting.present, {}, sitting.rules, dissent=news.reason, veto=news.by)
    if objection is not None:
        raise EventRefused(objection)
    held = replace(case, number=case.number + 1, held_by=tuple(dict.fromkeys((*case.held_by, news.by))))
    by = review_by(sitting.at, sitting.rules)
    sitting.cases[case.id] = held
    sitting.oblige(held, news.by, "review_veto", "held back on safety grounds", by)
    sitting.decisions.append(
        DecisionLine(
            case=held,
            meeting=sitting.meeting.id,
            present=sitting.present,
            votes={},
            at=sitting.at,
            dissent=news.reason,
            veto=news.by,
            review_by=by,
            news=news.id,
        )
    )


def _journey_told(sitting: Sitting, news: JourneyTold) -> None:
    delivery = next((one for one in sitting.deliveries if one.id == news.delivery), None)
    if delivery is None:
        return
    sitting.deliveries.remove(delivery)
    case = sitting.cases.get(delivery.case)
    if case is None:
        return
    if news.refused is not None:
        due_at = next_clinic_day(sitting.at, sitting.rules)
        sitting.oblige(case, sitting.rules.coordinator, "take_over_decision", news.refused, due_at)
        if not delivery.missing:
            _undecided(sitting, case)
    elif not delivery.missing:
        del sitting.cases[case.id]
        sitting.relieve(case.id, "review_veto", "take_over_decision")


def _undecided(sitting: Sitting, case: TeamCase) -> None:
    """The journey did not take it: the team looks at it again, now or at the next meeting."""
    if case.meeting == sitting.meeting.id:
        sitting.cases[case.id] = replace(case, state="rolled_over" if case.age else "on_agenda")
        return
    older = replace(case, state="waiting", meeting=None, age=case.age + 1)
    sitting.cases[case.id] = older
    if sitting.stage == "planned" or _cannot_wait(sitting, older):
        sitting.place(older)


def _pass(sitting: Sitting) -> str:
    """The earliest moment that is due passes; its name."""
    at, what = sitting.meeting.moments()[sitting.passed]
    late = min(
        (duty for duty in sitting.duties.values() if not duty.late),
        key=lambda duty: duty.due_at,
        default=None,
    )
    if late is not None and late.due_at < at:
        sitting.tell_director(late)
        return "late"
    sitting.passed += 1
    match what:
        case "chase":
            for case in sitting.agenda():
                sitting.ask(case, "chased")
        case "freeze":
            sitting.stage, sitting.frozen = "frozen", sitting.meeting.id
            sitting.looked_at = {case.id for case in sitting.agenda()}
            sitting.note_meeting("frozen")
        case "begin":
            pass
        case "end":
            sitting.settle("held" if sitting.stage == "open" else "failed")
        case _:
            assert_never(what)
    return what
