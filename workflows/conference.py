"""CaseConferenceWorkflow: one a team, for as long as it meets. Decides (the engine), records, tells the journeys; waits."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import TypeAlias

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.workflow import UpdateMethodMultiParam

with workflow.unsafe.imports_passed_through():
    from activities.conferences import Delivered
    from engine import series
    from engine.conference import in_order
    from engine.events import EventRefused
    from engine.series import CaseFound, CaseJoined, Delivery, JourneyTold, News, SeriesMoment
    from engine.sitting import Heard, next_moment
    from engine.teamwork import begin, hear, learn, pass_time
    from workflows.agenda import Agenda, SeriesMemory, SeriesReceipt

WRITE_AGAIN = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30)
)
TELL_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
GIVE_UP_TELLING = timedelta(hours=12)
"""What a journey could not be told for so long is a person's work."""

Hearing: TypeAlias = UpdateMethodMultiParam[
    ["CaseConferenceWorkflow", News], Coroutine[None, None, SeriesReceipt]
]


def hears(name: str, kind: type[News]) -> Hearing:
    """One update a kind of news: refused in words if it cannot be true, else answered once it is written down."""

    async def update(self: "CaseConferenceWorkflow", news: News) -> SeriesReceipt:
        self.happen(news)
        return await self.receipt()

    def refuse(self: "CaseConferenceWorkflow", news: News) -> None:
        self.refuse(news)

    # What Temporal decodes to: the news' own class, never a union of them.
    update.__annotations__ = {"news": kind, "return": SeriesReceipt}
    refuse.__annotations__ = {"news": kind, "return": None}
    made = workflow.update(name=name)(update)
    made.validator(refuse)
    return made


@workflow.defn(name="CaseConference")
class CaseConferenceWorkflow:
    """Handlers only change what is remembered; one loop writes it down and tells the journeys."""

    @workflow.init
    def __init__(self, memory: SeriesMemory) -> None:
        self.clock, self.events_per_run = memory.clock, memory.events_per_run
        self.series = memory.series
        self.moments: list[SeriesMoment] = []
        self.changes, self.saved = 0, 0
        self.running: dict[str, asyncio.Task[None]] = {}
        self.alarm: tuple[datetime, asyncio.Task[None]] | None = None
        self._take(begin(self.series, self._now()))

    @workflow.run
    async def run(self, memory: SeriesMemory) -> None:
        while True:
            await self._record()
            self._tell()
            if self._may_hand_on():
                workflow.continue_as_new(self._memory(), initial_versioning_behavior=_newest())
            self._set_alarm()
            await workflow.wait_condition(self._has_work)
            self._wake()

    # What can be told to it.

    join = hears("join", series.CaseJoined)
    leave = hears("leave", series.CaseLeft)
    open_meeting = hears("open_meeting", series.MeetingOpened)
    take_attendance = hears("take_attendance", series.AttendanceTaken)
    hear_case = hears("hear_case", series.CaseHeard)
    hold_back = hears("hold_back", series.CaseHeldBack)
    defer_case = hears("defer_case", series.CaseDeferred)
    close_meeting = hears("close_meeting", series.MeetingClosed)
    finish_duty = hears("finish_duty", series.DutyDone)
    change_rules = hears("change_rules", series.RulesChanged)

    @workflow.update
    async def decide(self, news: series.CaseDecided) -> SeriesReceipt:
        """Answers once the patient's journey took the decision; what that has against it is somebody's duty by then."""
        self.happen(news)
        await workflow.wait_condition(lambda: not self._is_on_its_way(news.case))
        receipt = await self.receipt()
        for duty in self.series.duties:
            if duty.case.id == news.case and duty.what == "take_over_decision":
                raise ApplicationError(duty.because, type="Refused")
        return receipt

    @decide.validator
    def refuse_decision(self, news: series.CaseDecided) -> None:
        self.refuse(news)

    @workflow.update
    async def let_time_pass(self, until: datetime) -> SeriesReceipt:
        """The conductor's own: it is `until` now. Answers when all of that moment is done."""
        self.clock = until
        self._take(pass_time(self.series, until))
        return await self.receipt()

    @let_time_pass.validator
    def refuse_time(self, until: datetime) -> None:
        if self.clock is None:
            raise ApplicationError("this series of conferences lives by the real clock", type="Refused")
        if until < self.clock:
            raise ApplicationError("time does not run backwards", type="Refused")

    @workflow.signal
    def nudge(self) -> None:
        """Wakes an idle run, so that a new release can take over."""

    @workflow.query
    def agenda(self) -> Agenda:
        here = self.series.ahead
        waiting = in_order(case for case in self.series.cases if case.state != "decided")
        return Agenda(
            meeting=here,
            stage=self.series.stage,
            present=self.series.present,
            cases=tuple(case for case in waiting if case.meeting == here.id),
            later=tuple(case for case in waiting if case.meeting != here.id),
            duties=self.series.duties,
            next_at=next_moment(self.series),
        )

    # Decide.

    def refuse(self, news: News) -> None:
        """Raises a refusal in the caller's words; changes nothing."""
        try:
            hear(self.series, news, self._at(news))
        except EventRefused as refused:
            raise ApplicationError(str(refused), type="Refused") from None

    def happen(self, news: News) -> None:
        at = self._at(news)
        if self.clock is not None:
            self.clock = at
        self._take(hear(self.series, news, at))

    def _take(self, heard: Heard) -> None:
        self.series = heard.series
        self.moments += heard.moments
        self.changes += len(heard.moments)

    # Record.

    async def _record(self) -> None:
        while self.moments:
            moments, self.moments = tuple(self.moments), []
            found = await workflow.execute_activity(
                "record_conference",
                moments,
                result_type=tuple[CaseFound, ...],
                start_to_close_timeout=timedelta(seconds=10),
                retry_policy=WRITE_AGAIN,
            )
            self.saved += len(moments)
            self.series = learn(self.series, found)

    async def receipt(self) -> SeriesReceipt:
        """Once all that is known now is written down; under a conducted clock, once the journeys know it too."""
        changes = self.changes
        await workflow.wait_condition(
            lambda: (
                self.saved >= changes
                if self.clock is None
                else self.saved >= self.changes and not self.series.deliveries
            )
        )
        return SeriesReceipt(meeting=self.series.ahead.id, next_at=next_moment(self.series))

    # Tell the journeys.

    def _tell(self) -> None:
        for delivery in self._to_tell_now():
            if delivery.id not in self.running:
                self.running[delivery.id] = asyncio.create_task(self._deliver(delivery))

    def _to_tell_now(self) -> tuple[Delivery, ...]:
        """Under a conducted clock one after the other."""
        return self.series.deliveries if self.clock is None else self.series.deliveries[:1]

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            delivered = await workflow.execute_activity(
                "deliver_decision",
                delivery,
                result_type=Delivered,
                start_to_close_timeout=timedelta(seconds=30),
                schedule_to_close_timeout=GIVE_UP_TELLING,
                retry_policy=TELL_AGAIN,
            )
        except ActivityError:
            delivered = Delivered(refused="the patient's journey could not be told")
        del self.running[delivery.id]
        self.happen(JourneyTold(id=f"told:{delivery.id}", delivery=delivery.id, refused=delivered.refused))

    def _is_on_its_way(self, case: str) -> bool:
        return any(one.case == case and not one.missing for one in self.series.deliveries)

    # Wait.

    def _now(self) -> datetime:
        return workflow.now() if self.clock is None else self.clock

    def _at(self, news: News) -> datetime:
        """A conductor moves its patients before their meetings."""
        if self.clock is None or not isinstance(news, CaseJoined):
            return self._now()
        return max(self.clock, news.at)

    def _set_alarm(self) -> None:
        """One timer, for the next moment of the meeting; it is left alone as long as that moment stays."""
        if self.clock is not None:
            return
        due = next_moment(self.series)
        if self.alarm is not None and self.alarm[0] != due:
            self.alarm[1].cancel()
            self.alarm = None
        if self.alarm is None:
            wait = max(due - workflow.now(), timedelta())
            self.alarm = due, asyncio.create_task(workflow.sleep(wait, summary="next moment"))

    def _is_due(self) -> bool:
        return self.alarm is not None and self.alarm[1].done()

    def _wake(self) -> None:
        if self._is_due():
            self.alarm = None
            self._take(pass_time(self.series, workflow.now()))

    def _has_work(self) -> bool:
        return (
            bool(self.moments)
            or self._is_due()
            or (self.alarm is not None and self.alarm[0] != next_moment(self.series))
            or any(delivery.id not in self.running for delivery in self._to_tell_now())
            or self._may_hand_on()
        )

    def _may_hand_on(self) -> bool:
        """A quiet point of a run that is long enough, or that a newer release is waiting for."""
        info = workflow.info()
        wanted = (
            info.get_current_history_length() >= self.events_per_run
            or info.is_continue_as_new_suggested()
            or info.is_target_worker_deployment_version_changed()
        )
        quiet = not self.moments and not self.series.deliveries and not self.running and not self._is_due()
        return wanted and quiet and workflow.all_handlers_finished()

    def _memory(self) -> SeriesMemory:
        return SeriesMemory(series=self.series, clock=self.clock, events_per_run=self.events_per_run)


def _newest() -> workflow.ContinueAsNewVersioningBehavior | None:
    if workflow.info().is_target_worker_deployment_version_changed():
        return workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE
    return None
