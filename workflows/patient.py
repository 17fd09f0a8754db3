"""PatientWorkflow: one a patient, for as long as care lasts. Decides (the engine), records, acts; then waits."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy, SearchAttributeKey
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.workflow import UpdateMethodMultiParam

with workflow.unsafe.imports_passed_through():
    from activities.orders import Order, VisitsFound
    from engine import events
    from engine.care import Attended, Care, attend, next_moment, pass_time
    from engine.commands import CloseRequest, CloseTask, MoveDue, TellRoles
    from engine.events import Event, EventRefused
    from engine.journal import Entry, PatientMoment, entries_of, now_of
    from engine.journey import Journey
    from workflows.known import known
    from workflows.memory import Enrolment, PatientMemory, Picture, Receipt
    from workflows.ordering import PRIORITY_OF, QUEUE_OF, orders_of
    from workflows.outcomes import failed, visits
    from workflows.picture import picture_of, status_of, zone_of

STATUS = SearchAttributeKey.for_keyword("CarepathStatus")
GRAIN = timedelta(seconds=2)
"""Temporal's timers come up to a second late: a moment that is no later than this was on time, and keeps its own time."""
WRITE_AGAIN = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30)
)
ACT_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
GIVE_UP_ACTING = timedelta(hours=12)
"""What could not be done for so long goes back to the engine: it is then a person's work."""
GIVE_UP_SENDING = timedelta(hours=26)
"""A text may have to wait for the morning; the activity itself gives up before (activities/last_look.py)."""
FOR_ALL = (events.Died, events.PatientMoved)
"""True of the patient, and so of every journey."""

UNANSWERED = (CloseRequest, CloseTask, TellRoles, MoveDue)
"""After these nobody has anything to do for the patient: under the conductor, time may go on at once."""

Hearing: TypeAlias = UpdateMethodMultiParam[
    ["PatientWorkflow", str, Event, datetime | None], Coroutine[None, None, Receipt]
]


def hears(name: str, kind: type[Event]) -> Hearing:
    """One update a kind of event: refused in words if it cannot be true, else answered once it is written down.

    `until` is the conductor's own: nobody else acts before it.
    """

    async def hear(self: "PatientWorkflow", journey: str, event: Event, until: datetime | None) -> Receipt:
        if not self.happen(journey, event):
            self.live_on(until)
        return await self.receipt()

    def refuse(self: "PatientWorkflow", journey: str, event: Event, until: datetime | None) -> None:
        self.refuse(journey, event)

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
        self.patient, self.care, self.language = memory.patient, memory.care, memory.language
        self.clock, self.events_per_run = memory.clock, memory.events_per_run
        self.written, self.orders = memory.written, list(memory.orders)
        self.entries: list[Entry] = []
        self.touched: set[str] = set()
        self.changes, self.saved = 0, 0
        self.running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.turn = False
        self.alarm: tuple[datetime, asyncio.Task[None]] | None = None
        self.status = status_of(self.care)
        self.ahead = next_moment(known(), self.care, self._now())

    @workflow.run
    async def run(self, memory: PatientMemory) -> None:
        while True:
            await self._record()
            self._act()
            if self._may_hand_on():
                workflow.continue_as_new(self._memory(), initial_versioning_behavior=_newest())
            self._set_alarm()
            await workflow.wait_condition(self._has_work)
            self._wake()

    # What can be told to it. The time of an event is this workflow's own, unless its clock is conducted.

    @workflow.update
    async def enrol(self, enrolment: Enrolment) -> Receipt:
        if enrolment.journey not in self.care.journeys:
            self.care = self._with(enrolment)
            self.happen(enrolment.journey, enrolment.event)
        return await self.receipt()

    @enrol.validator
    def refuse_enrolment(self, enrolment: Enrolment) -> None:
        """Enrolled already is no error: whoever asks twice gets the same answer."""
        if enrolment.pathway not in known():
            raise ApplicationError(f"no worker here knows the pathway {enrolment.pathway}", type="Refused")
        if enrolment.journey not in self.care.journeys:
            _refuse_in_words(self._with(enrolment), enrolment.journey, self._timed(enrolment.event))

    def _with(self, enrolment: Enrolment) -> Care:
        new = Journey(id=enrolment.journey, pathway=enrolment.pathway)
        return replace(self.care, journeys={**self.care.journeys, enrolment.journey: new})

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
        if language != self.language:
            self.language = language
            self._add(
                Entry(
                    at=self._now(), kind="event", what="LanguageChanged", body=f'{{"language": "{language}"}}'
                )
            )
        return await self.receipt()

    @change_language.validator
    def refuse_language(self, language: str) -> None:
        if not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
            raise ApplicationError("a language is a code of two or three letters, such as es", type="Refused")

    @workflow.update
    async def let_time_pass(self, now: datetime, until: datetime | None) -> Receipt:
        """The conductor's own: it is `now`, and nobody acts before `until`. Answers when all of that is done."""
        # Told once more, it may have gone on already: time does not run backwards.
        if self.clock is not None and now >= self.clock and not self._time_passes(now):
            self.live_on(until)
        return await self.receipt()

    @let_time_pass.validator
    def refuse_time(self, now: datetime, until: datetime | None) -> None:
        if self.clock is None:
            raise ApplicationError("this patient lives by the real clock", type="Refused")

    @workflow.update
    async def take_turn(self) -> Receipt:
        """The conductor's own: calendars and meetings are shared, so under its clock each patient waits for a turn."""
        self.turn = True
        await workflow.wait_condition(lambda: not self.orders and self.saved >= self.changes)
        self.turn = False
        return await self.receipt()

    @workflow.signal
    def nudge(self) -> None:
        """Wakes an idle run, so that a new release can take over."""

    @workflow.query
    def picture(self) -> Picture:
        return picture_of(self.patient, self.care, known(), self._now())

    # Decide.

    def refuse(self, journey: str, event: Event) -> None:
        """Raises a refusal in the caller's words; changes nothing."""
        for one in self._concerned(journey, event):
            if not self._was_heard(one, event):
                _refuse_in_words(self.care, one, self._timed(event))

    def happen(self, journey: str, event: Event) -> bool:
        """Whether anybody was asked for anything. What was heard before is not heard again."""
        news = [one for one in self._concerned(journey, event) if not self._was_heard(one, event)]
        if not news:
            return False
        timed = self._timed(event)
        if self.clock is not None:
            self.clock = timed.at
        asked = [self._take(one, timed, attend(known(), self.care, one, timed)) for one in news]
        return any(asked)

    def live_on(self, until: datetime | None) -> None:
        """Under the conductor's clock: up to the first moment that asks anybody for anything."""
        while self.clock is not None and until is not None and self.ahead is not None:
            if self.ahead.at >= until or self._time_passes(max(self.ahead.at, self.clock)):
                return

    def _was_heard(self, journey: str, event: Event) -> bool:
        return isinstance(event, events.TimePassed) or event.id in self.care.journeys[journey].heard

    def _concerned(self, journey: str, event: Event) -> tuple[str, ...]:
        if isinstance(event, FOR_ALL):
            return tuple(one.id for one in self.care.journeys.values() if one.status == "active")
        if journey not in self.care.journeys:
            raise ApplicationError(f"this patient has no journey {journey}", type="Refused")
        return (journey,)

    def _time_passes(self, at: datetime) -> bool:
        if self.clock is not None:
            self.clock = at
        return self._take(None, None, pass_time(known(), self.care, at))

    def _take(self, journey: str | None, event: Event | None, attended: Attended) -> bool:
        """Whether anybody was asked for anything."""
        at = self._now() if event is None else event.at
        entries = entries_of(journey, at, event, attended, self.written)
        before, self.care = self.care, attended.care
        self.touched |= {id for id, now in self.care.journeys.items() if before.journeys.get(id) is not now}
        self.orders += orders_of(self.patient, at, attended)
        self.ahead = next_moment(known(), self.care, at)
        self.changes += 1
        for entry in entries:
            self._add(entry)
        return bool(attended.prompts) or not all(isinstance(one, UNANSWERED) for one in attended.commands)

    def _add(self, entry: Entry) -> None:
        self.written += 1
        self.changes += 1
        self.entries.append(replace(entry, number=self.written))

    # Record.

    async def _record(self) -> None:
        while self.saved < self.changes:
            changes, moment = self.changes, self._moment()
            self.entries, self.touched = [], set()
            # Not a local activity: what it writes must be in Temporal's history first (docs/decisions/0019).
            await workflow.execute_activity(
                "record_moment",
                moment,
                start_to_close_timeout=timedelta(seconds=10),
                retry_policy=WRITE_AGAIN,
            )
            self.saved = changes
            if moment.status != self.status:
                self.status = moment.status
                workflow.upsert_search_attributes([STATUS.value_set(moment.status)])

    def _moment(self) -> PatientMoment:
        ahead = self.ahead
        return PatientMoment(
            patient=self.patient,
            at=self._now(),
            zone=zone_of(self.care),
            language=self.language,
            status=status_of(self.care),
            next_at=None if ahead is None else ahead.at,
            next_because=None if ahead is None else ahead.because,
            entries=tuple(self.entries),
            journeys=tuple(now_of(self.care.journeys[id]) for id in sorted(self.touched)),
        )

    async def receipt(self) -> Receipt:
        """Once all that is known now is written down; under a conducted clock, once it is also done."""
        changes = self.changes
        await workflow.wait_condition(
            lambda: (
                self.saved >= changes
                if self.clock is None
                else self.saved >= self.changes and not self._to_do_now()
            )
        )
        ahead = None if self.ahead is None else self.ahead.at
        return Receipt(written=self.written, now=self._now(), next_at=ahead, waiting=len(self.orders))

    # Act.

    def _act(self) -> None:
        for order in self._to_do_now():
            if (order.journey, order.key) not in self.running:
                self.running[order.journey, order.key] = asyncio.create_task(self._carry_out(order))

    def _to_do_now(self) -> list[Order]:
        """Under a conducted clock one after the other, and what others want too only in this patient's turn."""
        if self.clock is None:
            return self.orders
        return [order for order in self.orders if self.turn or order.what == "send_message"][:1]

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
            outcomes = tuple(failed(order, self._now(), _kind(error)))
        else:
            outcomes = () if found is None else tuple(visits(order, found, self._now()))
        self.orders.remove(order)
        del self.running[order.journey, order.key]
        for journey, outcome in outcomes:
            self._hear_outcome(journey, outcome)

    def _hear_outcome(self, journey: str, event: Event) -> None:
        try:
            self.happen(journey, event)
        except EventRefused as refused:
            # The need went away while the world was asked: that is written down too.
            self._add(
                Entry(at=self._now(), kind="note", what="came too late", journey=journey, reason=str(refused))
            )

    # Wait.

    def _now(self) -> datetime:
        return workflow.now() if self.clock is None else self.clock

    def _timed(self, event: Event) -> Event:
        if self.clock is None:
            return replace(event, at=workflow.now())
        if event.at < self.clock:
            raise ApplicationError("this event lies in the conductor's past", type="Refused")
        return event

    def _set_alarm(self) -> None:
        """One timer, for the earliest moment over all journeys; it is left alone as long as that moment stays."""
        ahead = None if self.clock is not None else self.ahead
        if self.alarm is not None and (ahead is None or self.alarm[0] != ahead.at):
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
            self._time_passes(due if due <= now <= due + GRAIN else max(due, now))

    def _has_work(self) -> bool:
        return (
            self.saved < self.changes
            or self._is_due()
            or any((order.journey, order.key) not in self.running for order in self._to_do_now())
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
        quiet = self.saved >= self.changes and not self.running and not self._is_due()
        return wanted and quiet and workflow.all_handlers_finished()

    def _memory(self) -> PatientMemory:
        return PatientMemory(
            patient=self.patient,
            care=self.care,
            language=self.language,
            written=self.written,
            orders=tuple(self.orders),
            clock=self.clock,
            events_per_run=self.events_per_run,
        )


def _refuse_in_words(care: Care, journey: str, event: Event) -> None:
    try:
        attend(known(), care, journey, event)
    except EventRefused as refused:
        raise ApplicationError(str(refused), type="Refused") from None


def _kind(error: ActivityError) -> str | None:
    """The name that the activity gave to what went wrong."""
    return error.cause.type if isinstance(error.cause, ApplicationError) else None


def _newest() -> workflow.ContinueAsNewVersioningBehavior | None:
    if workflow.info().is_target_worker_deployment_version_changed():
        return workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE
    return None
