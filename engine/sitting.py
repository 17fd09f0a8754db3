"""A series of case conferences open for writing: its meeting, its cases and what is to be told because of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.conference import TeamCase, in_order, meeting_after, missing_seats
from engine.events import EventRefused
from engine.series import (
    Asking,
    CaseDecided,
    DecisionLine,
    Delivery,
    Duties,
    Duty,
    MeetingLine,
    MeetingState,
    Series,
    SeriesLine,
    SeriesMoment,
    Word,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The series as it is then, and what is to be written down of it, in this order."""

    series: Series
    moments: tuple[SeriesMoment, ...]


def next_moment(series: Series) -> datetime:
    """When time alone changes something next: the meeting comes nearer, or a duty is late."""
    late = [duty.due_at for duty in series.duties if not duty.late]
    return min([series.ahead.moments()[series.passed][0], *late])


class Sitting:
    """The series open for writing; `ended` freezes it again."""

    def __init__(self, series: Series, at: datetime) -> None:
        self.before, self.at, self.rules = series, at, series.rules
        self.stage, self.passed, self.present = series.stage, series.passed, series.present
        self.cases = {case.id: case for case in series.cases}
        self.duties = {duty.id: duty for duty in series.duties}
        self.deliveries, self.told = list(series.deliveries), series.told
        self.meetings: list[MeetingLine] = []
        self.decisions: list[DecisionLine] = []
        self.words: list[Word] = []
        self.looked_at: set[str] = set()
        self.frozen: str | None = None
        if series.meeting is not None:
            self.meeting = series.meeting

    def ended(self, what: str, body: str) -> Heard:
        before = {case.id: case for case in self.before.cases}
        old = {duty.id: duty for duty in self.before.duties}
        line = SeriesLine(number=self.before.number + 1, at=self.at, what=what, body=body)
        series = replace(
            self.before,
            rules=self.rules,
            meeting=self.meeting,
            stage=self.stage,
            passed=self.passed,
            present=self.present,
            cases=tuple(self.cases.values()),
            duties=tuple(duty for duty in self.duties.values() if duty.ended_at is None),
            deliveries=tuple(self.deliveries),
            told=self.told,
            number=line.number,
        )
        moment = SeriesMoment(
            series=series.name,
            at=self.at,
            next_at=next_moment(series),
            line=line,
            meetings=tuple(self.meetings),
            cases=tuple(
                case
                for case in self.cases.values()
                if before.get(case.id) != case or case.id in self.looked_at
            ),
            decisions=tuple(self.decisions),
            words=tuple(self.words),
            duties=tuple(duty for duty in self.duties.values() if old.get(duty.id) != duty),
            freeze=self.frozen,
        )
        return Heard(series, (moment,))

    # Meetings.

    def plan(self, after: datetime) -> None:
        """The next meeting follows by itself, with everybody who waits."""
        self.meeting = meeting_after(self.before.name, after, self.rules)
        self.stage, self.passed, self.present = "planned", 0, ()
        self.note_meeting("planned")
        for case in in_order(self.cases.values()):
            if case.meeting is None:
                self.place(case)

    def note_meeting(self, state: MeetingState) -> None:
        self.meetings.append(MeetingLine(meeting=self.meeting, state=state, present=self.present))

    def agenda(self) -> tuple[TeamCase, ...]:
        """Who is to be heard and is not decided yet."""
        return in_order(
            case
            for case in self.cases.values()
            if case.meeting == self.meeting.id and case.state != "decided"
        )

    def settle(self, state: MeetingState) -> None:
        """The meeting is over: what it did not settle is heard next time, and is older by one meeting."""
        self.note_meeting(state)
        for case in self.agenda():
            missing = missing_seats(case.quorum, self.present)
            older = replace(
                case,
                state="waiting",
                meeting=None,
                heard=False,
                age=case.age + 1,
                failures=case.failures + bool(missing),
                number=case.number + bool(missing),
            )
            self.cases[case.id] = older
            if missing:
                self.deliver(older, missing=missing)
        self.plan(max(self.at, self.meeting.starts_at))

    # Cases.

    def place(self, case: TeamCase) -> None:
        """On the agenda, and each discipline is asked for what it has to say by the cut-off."""
        placed = replace(
            case, meeting=self.meeting.id, state="rolled_over" if case.age else "on_agenda", heard=False
        )
        self.cases[case.id] = placed
        self.ask(placed, "asked")

    def ask(self, case: TeamCase, how: Asking) -> None:
        """Whether a role has written its part already, only the record knows."""
        due_at = self.meeting.cut_off_at if self.stage == "planned" else self.meeting.starts_at
        for role in case.inputs:
            key = f"{case.step}#{case.occurrence}:{self.meeting.day}:{how}:{role}"
            self.words.append(Word(key=key, case=case, role=role, how=how, due_at=due_at))

    def on_the_table(self, id: str) -> TeamCase:
        self.refuse_unless_open()
        case = self.cases.get(id)
        if case is None:
            raise EventRefused(f"nobody waits for the team about {id}")
        if case.state == "decided":
            raise EventRefused(f"{id} is decided already")
        if case.meeting != self.meeting.id:
            raise EventRefused(f"{id} is not on the agenda of {self.meeting.day}")
        return case

    def refuse_unless_open(self) -> None:
        if self.stage != "open":
            raise EventRefused(f"the meeting of {self.meeting.day} is not open")

    def deliver(
        self, case: TeamCase, *, decided: CaseDecided | None = None, missing: tuple[str, ...] = ()
    ) -> None:
        self.deliveries.append(
            Delivery(
                id=f"{case.id}.{case.number}",
                case=case.id,
                patient=case.patient,
                journey=case.journey,
                step=case.step,
                occurrence=case.occurrence,
                number=case.number,
                at=self.at,
                present=self.present,
                outcome=None if decided is None else decided.outcome,
                plan=None if decided is None else decided.plan,
                missing=missing,
            )
        )

    # Duties.

    def oblige(self, case: TeamCase, role: str, what: Duties, because: str, due_at: datetime) -> None:
        id = f"{case.id}.{case.number}:{what}:{role}"
        self.duties[id] = Duty(
            id=id, case=case, role=role, what=what, because=because, opened_at=self.at, due_at=due_at
        )

    def tell_director(self, duty: Duty) -> None:
        case, self.duties[duty.id] = duty.case, replace(duty, late=True)
        self.words.append(
            Word(
                key=f"{case.step}#{case.occurrence}.{case.number}:{duty.what}:{duty.role}:late",
                case=case,
                role=self.rules.director,
                how="late",
                due_at=duty.due_at,
            )
        )

    def relieve(self, case: str, *whats: Duties) -> None:
        for id, duty in self.duties.items():
            if duty.case.id == case and duty.what in whats:
                self.duties[id] = replace(duty, ended_at=self.at)
