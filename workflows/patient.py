"""PatientWorkflow: one a patient, for as long as care lasts. Decides (the engine), records, acts; then waits."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeAlias

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy, SearchAttributeKey
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, TimeoutError
from temporalio.workflow import UpdateMethodMultiParam

with workflow.unsafe.imports_passed_through():
    from activities.orders import Order, VisitsFound
    from engine import events
    from engine.events import Event
    from engine.journal import PatientMoment, Written
    from workflows.known import known
    from workflows.memory import Enrolment, PatientMemory, Picture, Receipt
    from workflows.mind import Mind
    from workflows.ordering import PRIORITY_OF, QUEUE_OF
    from workflows.outcomes import failed, visits
    from workflows.picture import picture_of, status_of

STATUS = SearchAttributeKey.for_keyword("CarepathStatus")
GRAIN = timedelta(seconds=2)
"""Temporal's timers come up to a second late: a moment that is no later than this was on time, and keeps its own time."""
WRITE_AGAIN = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_interval=timedelta(seconds=5),
    maximum_attempts=8,
    non_retryable_error_types=["Diverged"],
)
HANDING_ON = "HandingOn"
NOT_DONE = (ActivityError, ApplicationError, TimeoutError)
"""How a local activity fails: within another error, or as itself."""
STANDS_STILL = timedelta(minutes=1)
"""What could not be recorded for a quarter of a minute is shown to people, and tried again after this."""
ACT_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
GIVE_UP_ACTING = timedelta(hours=12)
"""What could not be done for so long goes back to the engine: it is then a person's work."""
GIVE_UP_SENDING = timedelta(hours=26)
"""A text may have to wait for the morning; the activity itself gives up before (activities/last_look.py)."""

Hearing: TypeAlias = UpdateMethodMultiParam[
    ["PatientWorkflow", str, Event, datetime | None], Coroutine[None, None, Receipt]
]


def hears(name: str, kind: type[Event]) -> Hearing:
    """One update a kind of event: refused in words if it cannot be true, else answered once it is written down.

    `until` is the conductor's own: nobody else acts before it.
    """

    async def hear(self: "PatientWorkflow", journey: str, event: Event, until: datetime | None) -> Receipt:
        if not self.mind.hear(journey, event):
            self.mind.live_on(until)
        return await self.receipt()

    def refuse(self: "PatientWorkflow", journey: str, event: Event, until: datetime | None) -> None:
        self.refuse_while_handing_on()
        self.mind.refuse(journey, event)

    # What Temporal decodes to: the event's own class, never a union of them.
    hear.__annotations__ = {"journey": str, "event": kind, "until": datetime | None, "return": Receipt}
    refuse.__annotations__ = {"journey": str, "event": kind, "until": datetime | None, "return": None}
    update = workflow.update(name=name)(hear)
    update.validator(refuse)
    return update


@workflow.defn(name="Patient")
class PatientWorkflow:
    """Handlers only change what is remembered; one loop writes it down and acts. No handler waits for the world."""

    @workflow.init
    def __init__(self, memory: PatientMemory) -> None:
        self.mind = Mind(memory, workflow.now)
        self.events_per_run = memory.events_per_run
        self.running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.turn = False
        self.answered_at = 0
        self.breath: asyncio.Task[None] | None = None
        self.alarm: tuple[datetime, asyncio.Task[None]] | None = None
        self.status = status_of(memory.care)

    @workflow.run
    async def run(self, memory: PatientMemory) -> None:
        while True:
            await self._record()
            self._act()
            if self._may_hand_on():
                workflow.continue_as_new(
                    self.mind.memory(self.events_per_run), initial_versioning_behavior=_newest()
                )
            self._set_alarm()
            self._take_breath()
            await workflow.wait_condition(self._has_work)
            self._wake()

    # What can be told to it. The time of an event is this workflow's own, unless its clock is conducted.

    @workflow.update
    async def enrol(self, enrolment: Enrolment) -> Receipt:
        self.mind.join(enrolment)
        return await self.receipt()

    @enrol.validator
    def refuse_enrolment(self, enrolment: Enrolment) -> None:
        self.refuse_while_handing_on()
        self.mind.refuse_to_join(enrolment)

    record_answers = hears("record_answers", events.Answered)
    decline_step = hears("decline_step", events.StepDeclined)
    book_visits = hears("book_visits", events.VisitsBooked)
    move_visit = hears("move_visit", events.VisitMoved)
    confirm_visit = hears("confirm_visit", events.VisitConfirmed)
    attend_visit = hears("attend_visit", events.VisitAttended)
    miss_visit = hears("miss_visit", events.VisitMissed)
    cancel_visit = hears("cancel_visit", events.VisitCancelled)
    find_no_visit = hears("find_no_visit", events.VisitUnavailable)
    accept_task = hears("accept_task", events.TaskAccepted)
    finish_task = hears("finish_task", events.TaskDone)
    decide_in_conference = hears("decide_in_conference", events.ConferenceDecided)
    fail_conference = hears("fail_conference", events.ConferenceFailed)
    change_plan = hears("change_plan", events.PlanChanged)
    report = hears("report", events.Reported)
    record_facts = hears("record_facts", events.FactsRecorded)
    fail_prompt = hears("fail_prompt", events.PromptFailed)
    hold = hears("hold", events.PutOnHold)
    resume = hears("resume", events.Resumed)
    skip_step = hears("skip_step", events.StepSkipped)
    repeat_step = hears("repeat_step", events.StepRepeated)
    add_step = hears("add_step", events.StepAdded)
    move_step = hears("move_step", events.StepMoved)
    change_zone = hears("change_zone", events.PatientMoved)
    withdraw = hears("withdraw", events.Withdrew)
    die = hears("die", events.Died)
    transfer = hears("transfer", events.Transferred)

    @workflow.update
    async def change_language(self, language: str) -> Receipt:
        self.mind.speak(language)
        return await self.receipt()

    @change_language.validator
    def refuse_language(self, language: str) -> None:
        self.refuse_while_handing_on()
        if not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
            raise ApplicationError("a language is a code of two or three letters, such as es", type="Refused")

    @workflow.update
    async def let_time_pass(self, now: datetime, until: datetime | None) -> Receipt:
        """The conductor's own: it is `now`, and nobody acts before `until`. Answers when all of that is done."""
        # Told once more, it may have gone on already: time does not run backwards.
        mind = self.mind
        if mind.clock is not None and now >= mind.clock and not mind.pass_time(now):
            mind.live_on(until)
        return await self.receipt()

    @let_time_pass.validator
    def refuse_time(self, now: datetime, until: datetime | None) -> None:
        self.refuse_while_handing_on()
        if self.mind.clock is None:
            raise ApplicationError("this patient lives by the real clock", type="Refused")

    @workflow.update
    async def take_turn(self) -> Receipt:
        """The conductor's own: calendars and meetings are shared, so under its clock each patient waits for a turn."""
        self.turn = True
        await workflow.wait_condition(lambda: not self.mind.orders and self.mind.is_all_written())
        self.turn = False
        return await self.receipt()

    @take_turn.validator
    def refuse_while_handing_on(self) -> None:
        """Whoever tells it is turned away for a moment, and tells it to the next run (workflows/door.py)."""
        if self.breath is not None and not self.breath.done():
            raise ApplicationError("it is handing on; tell it again", type=HANDING_ON)

    @workflow.signal
    def nudge(self) -> None:
        """Wakes an idle run: a new release can take over, and what is written beyond its memory is taken up."""
        self.mind.look_at_the_record()

    @workflow.query
    def picture(self) -> Picture:
        return picture_of(self.mind.patient, self.mind.care, known(), self.mind.now())

    # Record.

    async def _record(self) -> None:
        while not self.mind.is_all_written():
            draft = self.mind.draft()
            written = await self._written(draft.moment)
            if written is not None:
                self.mind.take_up(draft, written)
                continue
            self.mind.is_written(draft)
            if draft.moment.status != self.status:
                self.status = draft.moment.status
                workflow.upsert_search_attributes([STATUS.value_set(self.status)])

    async def _written(self, moment: PatientMoment) -> Written | None:
        changes = self.mind.changes
        while True:
            try:
                found: Written | None = await workflow.execute_local_activity(
                    "record_moment",
                    moment,
                    result_type=Written | None,  # type: ignore[arg-type]  # pydantic reads it; it is typed as a class
                    start_to_close_timeout=timedelta(seconds=10),
                    retry_policy=WRITE_AGAIN,
                )
                return found
            except NOT_DONE as failed:
                await self._stand_still(failed, changes)

    async def _stand_still(self, failed: FailureError, changes: int) -> None:
        """People see it, unless the database is away, which they see themselves. More news is a reason to try again."""
        fault = failed.cause if isinstance(failed, ActivityError) else failed
        why = fault.type if isinstance(fault, ApplicationError) else None
        with suppress(*NOT_DONE):
            await workflow.execute_local_activity(
                "note_stuck",
                args=[self.mind.patient, why or "it took too long"],
                start_to_close_timeout=timedelta(seconds=10),
                retry_policy=RetryPolicy(maximum_attempts=1),
            )
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self.mind.changes > changes, timeout=STANDS_STILL)

    async def receipt(self) -> Receipt:
        """Once all that is known now is written down; under a conducted clock, once it is also done."""
        mind, changes = self.mind, self.mind.changes
        await workflow.wait_condition(
            lambda: (
                mind.saved >= changes
                if mind.clock is None
                else mind.is_all_written() and not self._to_do_now()
            )
        )
        self.answered_at = workflow.info().get_current_history_length()
        ahead = None if mind.ahead is None else mind.ahead.at
        return Receipt(written=mind.written, now=mind.now(), next_at=ahead, waiting=len(mind.orders))

    # Act.

    def _act(self) -> None:
        for order in self._to_do_now():
            if (order.journey, order.key) not in self.running:
                self.running[order.journey, order.key] = asyncio.create_task(self._carry_out(order))

    def _to_do_now(self) -> list[Order]:
        """Under a conducted clock one after the other, and what others want too only in this patient's turn."""
        if self.mind.clock is None:
            return self.mind.orders
        return [order for order in self.mind.orders if self.turn or order.what == "send_message"][:1]

    async def _carry_out(self, order: Order) -> None:
        try:
            found: VisitsFound | None = await workflow.execute_activity(
                order.what,
                order,
                task_queue=QUEUE_OF[order.what],
                result_type=VisitsFound if order.what == "schedule_visit" else None,
                start_to_close_timeout=timedelta(seconds=30),
                schedule_to_close_timeout=GIVE_UP_SENDING if order.what == "send_message" else GIVE_UP_ACTING,
                retry_policy=ACT_AGAIN,
                priority=Priority(priority_key=PRIORITY_OF[order.urgency]),
            )
        except ActivityError as error:
            outcomes = tuple(failed(order, self.mind.now(), _kind(error)))
        else:
            outcomes = () if found is None else tuple(visits(order, found, self.mind.now()))
        self.mind.orders.remove(order)
        del self.running[order.journey, order.key]
        for journey, outcome in outcomes:
            self.mind.hear_late(journey, outcome)

    # Wait.

    def _set_alarm(self) -> None:
        """One timer, no later than the earliest moment over all journeys. It is taken back only for an earlier one: one
        that is about to fire may have fired already, and Temporal then refuses the whole task."""
        ahead = None if self.mind.clock is not None else self.mind.ahead
        if self.alarm is not None and ahead is not None and ahead.at < self.alarm[0]:
            self.alarm[1].cancel()
            self.alarm = None
        if ahead is not None and self.alarm is None:
            wait = max(ahead.at - workflow.now(), timedelta())
            self.alarm = ahead.at, asyncio.create_task(workflow.sleep(wait, summary="next moment"))

    def _is_due(self) -> bool:
        return self.alarm is not None and self.alarm[1].done()

    def _wake(self) -> None:
        """A moment that is on time keeps its own time; after an outage it is now, and the engine hears how late."""
        if self.alarm is not None and self.alarm[1].done():
            due, now = self.alarm[0], workflow.now()
            self.alarm = None
            if self.mind.ahead is None or self.mind.ahead.at > max(due, now):
                return  # what it was set for has moved
            self.mind.pass_time(due if due <= now <= due + GRAIN else max(due, now))

    def _has_work(self) -> bool:
        return (
            not self.mind.is_all_written()
            or self._is_due()
            or any((order.journey, order.key) not in self.running for order in self._to_do_now())
            or self._may_hand_on()
            or self._needs_breath()
        )

    def _may_hand_on(self) -> bool:
        """In a task that answered nobody: Temporal refuses one that hands on while more news waits, answers and all."""
        return self._wants_to_hand_on() and workflow.info().get_current_history_length() != self.answered_at

    def _needs_breath(self) -> bool:
        return self._wants_to_hand_on() and (self.breath is None or self.breath.done())

    def _take_breath(self) -> None:
        """Another task follows at once, for handing on."""
        if self._needs_breath():
            self.breath = asyncio.create_task(self._breathe())

    async def _breathe(self) -> None:
        # Not a timer: Temporal's come up to a second late.
        await workflow.execute_activity(
            "breathe", start_to_close_timeout=timedelta(seconds=10), retry_policy=ACT_AGAIN
        )

    def _wants_to_hand_on(self) -> bool:
        """A quiet point of a run that is long enough, or that a newer release is waiting for."""
        info = workflow.info()
        wanted = (
            info.get_current_history_length() >= self.events_per_run
            or info.is_continue_as_new_suggested()
            or info.is_target_worker_deployment_version_changed()
        )
        quiet = self.mind.is_all_written() and not self.running and not self._is_due()
        return wanted and quiet and workflow.all_handlers_finished()


def _kind(error: ActivityError) -> str | None:
    """The name that the activity gave to what went wrong."""
    return error.cause.type if isinstance(error.cause, ApplicationError) else None


def _newest() -> workflow.ContinueAsNewVersioningBehavior | None:
    if workflow.info().is_target_worker_deployment_version_changed():
        return workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE
    return None
