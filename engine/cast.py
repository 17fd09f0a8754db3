"""The cast: who acts when nobody writes it down. Hears what is asked of the world, and knows who does what, and when."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from engine.acts import Act, By, still_possible
from engine.ahead import HOLD
from engine.commands import (
    Command,
    JoinConference,
    Key,
    OpenTask,
    Reason,
    RequestQuestionnaire,
    ScheduleVisit,
    SendMessage,
)
from engine.conference import TeamCase
from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Event,
    Resumed,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
)
from engine.habits import Forms, Habits, Meeting
from engine.index import index_of
from engine.journey import Journey
from engine.words import Book, Confer, Pathway, Procedure

Sort = Literal["form", "booking", "visit", "task", "conference"]


def nobody_else(step: str, sort: Sort) -> bool:
    """For a cast that acts alone."""
    return False


class Cast:
    """Everybody around one patient. `leave_alone` names what somebody else, such as a story's author, acts on."""

    def __init__(
        self,
        pathway: Pathway,
        habits: Habits,
        forms: Forms,
        leave_alone: Callable[[str, Sort], bool] = nobody_else,
    ) -> None:
        self.pathway, self.habits, self.forms, self.leave_alone = pathway, habits, forms, leave_alone
        self._acts: list[tuple[datetime, int, Act]] = []
        self._taken: set[datetime] = set()
        self._count = 0

    def hear(self, event: Event, commands: Iterable[Command], journey: Journey) -> None:
        """Foresee who reacts to an event, and to what is asked because of it."""
        if isinstance(event, VisitsBooked | VisitMoved):
            self._foresee_coming(event, journey)
        for command in commands:
            match command:
                case OpenTask():
                    self._foresee_work(command, journey, event.at)
                case RequestQuestionnaire():
                    self._foresee_form(command, journey, event.at)
                case ScheduleVisit():
                    self._foresee_booking(command, journey, event.at)
                case JoinConference():
                    self._foresee_meeting(command, journey, event.at)
                case SendMessage(urgency="visit"):
                    self._foresee_confirming(command, journey, event.at)
                case _:
                    pass

    def next(self, journey: Journey) -> Act | None:
        """The earliest act that is still possible. What the world has moved on from is forgotten."""
        while self._acts:
            at, place, act = self._acts[0]
            if not still_possible(act, journey):
                heapq.heappop(self._acts)
            elif journey.hold is not None and isinstance(act.event, Answered) and at < journey.hold.review_at:
                # Whoever is in hospital fills in no forms; they are there for it afterwards.
                later = replace(
                    act, at=journey.hold.review_at, event=replace(act.event, at=journey.hold.review_at)
                )
                heapq.heapreplace(self._acts, (later.at, place, later))
            else:
                return act
        return None

    def take(self) -> None:
        """The next act happens now."""
        heapq.heappop(self._acts)

    def opinion(self, case: TeamCase, journey: Journey, now: datetime) -> Meeting | None:
        """What this team would decide about a case today, where somebody else holds the meeting."""
        step = index_of(self.pathway).steps[case.step]
        assert isinstance(step, Confer)
        about = JoinConference(
            key=Key(case.journey, case.step, case.occurrence, 1),
            reason=Reason(step.line, "it is on the agenda"),
            quorum=case.quorum,
            due_at=case.due_at,
            proposal=case.proposal,
        )
        return self.habits.meet(about, step, journey, now, plans=self._is_to_plan(step, journey))

    def _will(self, by: By, event: Event, start: datetime | None = None) -> None:
        self._count += 1
        heapq.heappush(self._acts, (event.at, self._count, Act(event.at, by, event, start)))

    def _id(self, what: str) -> str:
        return f"cast:{what}:{self._count + 1}"

    def _foresee_work(self, task: OpenTask, journey: Journey, now: datetime) -> None:
        work = self.habits.work(task, journey, now)
        if work is None or self.leave_alone(task.key.step, "task"):
            return
        if task.key.step == HOLD:
            # Whoever reviews a hold finds the patient well enough to go on.
            self._will("staff", Resumed(id=self._id("resumed"), at=work.done_at))
            return
        key = str(task.key)
        if work.accepted_at is not None:
            self._will("staff", TaskAccepted(id=self._id("accepted"), at=work.accepted_at, task=key))
        self._will("staff", TaskDone(id=self._id("done"), at=work.done_at, task=key, outcome=work.outcome))

    def _foresee_form(self, asked: RequestQuestionnaire, journey: Journey, now: datetime) -> None:
        form = self.habits.fill_in(asked, journey, now)
        if form is None or self.leave_alone(asked.key.step, "form"):
            return
        answers = {name: self.forms.coded(name, given) for name, given in form.answers.items()}
        event = Answered(
            id=self._id("answered"),
            at=form.at,
            answers=answers,
            scores=self.forms.scores(answers) if form.finished else (),
            finished=form.finished,
            step=asked.key.step,
            occurrence=asked.key.occurrence,
        )
        self._will("patient" if asked.by == "patient" else "staff", event)

    def _foresee_booking(self, wanted: ScheduleVisit, journey: Journey, now: datetime) -> None:
        found = self.habits.book(wanted, journey, now, self._taken)
        if found is None or self.leave_alone(wanted.key.step, "booking"):
            return
        step, occurrence = wanted.key.step, wanted.key.occurrence
        self._taken.update(found.starts)
        self._will("clinic", VisitsBooked(
            id=self._id("booked"), at=found.at, step=step, starts=found.starts, occurrence=occurrence
        ))  # fmt: skip

    def _foresee_coming(self, event: VisitsBooked | VisitMoved, journey: Journey) -> None:
        step, progress = index_of(self.pathway).steps.get(event.step), journey.steps[event.step]
        minutes = step.minutes if isinstance(step, Book | Procedure) else 30
        moved = event.number if isinstance(event, VisitMoved) else None
        for number, visit in enumerate(progress.visits, start=1):
            coming = self.habits.come(visit.start, minutes)
            if coming is None or moved not in (None, number) or self.leave_alone(event.step, "visit"):
                continue
            kind = VisitAttended if coming.came else VisitMissed
            noted = kind(
                id=self._id("visit"),
                at=coming.at,
                step=event.step,
                number=number,
                occurrence=progress.occurrence,
            )
            self._will("clinic", noted, visit.start)

    def _foresee_confirming(self, message: SendMessage, journey: Journey, now: datetime) -> None:
        at, progress = self.habits.confirm(now), journey.steps.get(message.key.step)
        if at is None or progress is None or self.leave_alone(message.key.step, "visit"):
            return
        for number, visit in enumerate(progress.visits, start=1):
            if visit.state == "booked" and at < visit.start <= now + timedelta(days=3):
                confirmed = VisitConfirmed(
                    id=self._id("confirmed"),
                    at=at,
                    step=progress.step,
                    number=number,
                    occurrence=progress.occurrence,
                )
                self._will("patient", confirmed, visit.start)

    def _foresee_meeting(self, about: JoinConference, journey: Journey, now: datetime) -> None:
        name, occurrence = about.key.step, about.key.occurrence
        self._forget_meeting(name)
        step = index_of(self.pathway).steps[name]
        assert isinstance(step, Confer)
        if self.leave_alone(name, "conference"):
            return
        meeting = self.habits.meet(about, step, journey, now, plans=self._is_to_plan(step, journey))
        if meeting is None:
            return
        if meeting.missing:
            failed = ConferenceFailed(
                id=self._id("failed"),
                at=meeting.at,
                step=name,
                missing=meeting.missing,
                occurrence=occurrence,
            )
            self._will("team", failed)
            return
        held = ConferenceDecided(
            id=self._id("decided"),
            at=meeting.at,
            step=name,
            present=meeting.present,
            outcome=meeting.outcome,
            plan=meeting.plan,
            occurrence=occurrence,
        )
        self._will("team", held)

    def _forget_meeting(self, name: str) -> None:
        """Asked for anew, with other seats: the meeting that was foreseen is not the one that is held."""
        self._acts = [
            entry
            for entry in self._acts
            if not (
                isinstance(event := entry[2].event, ConferenceDecided | ConferenceFailed)
                and event.step == name
            )
        ]
        heapq.heapify(self._acts)

    def _is_to_plan(self, step: Confer, journey: Journey) -> bool:
        """The meeting of a stage makes the plan, and a new one when all of it is over; others only judge it."""
        if (
            not step.plans
            or step.proposes
            or not index_of(self.pathway).block_of[step.name].startswith("stage/")
        ):
            return False
        return all(therapy.state in ("done", "dropped") for therapy in journey.plan or ())
