"""What a patient's workflow has in mind: what it took in and decided, how far that is written, what is to be done.

Pure: it awaits nothing and asks nobody. The workflow (patient.py) writes it down, acts on it, and wakes it in time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from temporalio.exceptions import ApplicationError

from activities.orders import Order
from engine import events
from engine.care import Attended, Care, attend, next_moment, pass_time
from engine.commands import CloseRequest, CloseTask, MoveDue, TellRoles
from engine.events import Event, EventRefused
from engine.journal import Entry, PatientMoment, Written, entries_of, now_of
from engine.journey import Journey
from workflows.known import known
from workflows.memory import Enrolment, PatientMemory
from workflows.ordering import orders_in, orders_of
from workflows.picture import status_of, zone_of

FOR_ALL = (events.Died, events.PatientMoved)
"""True of the patient, and so of every journey."""

UNANSWERED = (CloseRequest, CloseTask, TellRoles, MoveDue)
"""After these nobody has anything to do for the patient: under the conductor, time may go on at once."""

News: TypeAlias = Enrolment | tuple[str, Event] | datetime | str
"""What was taken in: somebody joins a pathway, an event of a journey, time, another language."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A moment on its way to the record, what brought it, and what is to be done once it is there."""

    moment: PatientMoment
    news: tuple[News, ...]
    asked: tuple[Order, ...]
    changes: int


class Mind:
    """`real_now` is the time where the clock is not conducted. Nothing is done before the record has it."""

    def __init__(self, memory: PatientMemory, real_now: Callable[[], datetime]) -> None:
        self.patient, self.care, self.language = memory.patient, memory.care, memory.language
        self.clock, self.orders = memory.clock, list(memory.orders)
        self.written = self.recorded = memory.written
        self._real_now = real_now
        self._news: list[News] = []
        self._asked: list[Order] = []
        self._entries: list[Entry] = []
        self._touched: set[str] = set()
        self.changes, self.saved = 0, 0
        self.ahead = next_moment(known(), self.care, self.now())

    def now(self) -> datetime:
        return self._real_now() if self.clock is None else self.clock

    def is_all_written(self) -> bool:
        return self.saved >= self.changes

    # Take in.

    def refuse(self, journey: str, event: Event) -> None:
        """Raises a refusal in the caller's words; changes nothing."""
        for one in self._concerned(journey, event):
            if not self._was_heard(one, event):
                _refuse_in_words(self.care, one, self._timed(event))

    def refuse_to_join(self, enrolment: Enrolment) -> None:
        """Enrolled already is no error: whoever asks twice gets the same answer."""
        if enrolment.pathway not in known():
            raise ApplicationError(f"no worker here knows the pathway {enrolment.pathway}", type="Refused")
        if enrolment.journey not in self.care.journeys:
            _refuse_in_words(self._with(enrolment), enrolment.journey, self._timed(enrolment.event))

    def join(self, enrolment: Enrolment) -> None:
        if enrolment.journey not in self.care.journeys:
            self.care = self._with(enrolment)
            self._hear(enrolment.journey, enrolment.event, enrolment)

    def hear(self, journey: str, event: Event) -> bool:
        """Whether anybody was asked for anything. What was heard before is not heard again."""
        return self._hear(journey, event, (journey, event))

    def hear_late(self, journey: str, event: Event) -> None:
        """Time went on since. Where the need has gone away as well, that is written down too."""
        self._hear_late(journey, event, (journey, event))

    def speak(self, language: str) -> None:
        if language != self.language:
            self.language = language
            self._news.append(language)
            body = f'{{"language": "{language}"}}'
            self._add(Entry(at=self.now(), kind="event", what="LanguageChanged", body=body))

    def pass_time(self, at: datetime) -> bool:
        """Whether anybody was asked for anything."""
        if self.clock is not None:
            self.clock = at
        self._news.append(at)
        return self._take(None, None, pass_time(known(), self.care, at))

    def live_on(self, until: datetime | None) -> None:
        """Under the conductor's clock: up to the first moment that asks anybody for anything."""
        while self.clock is not None and until is not None and self.ahead is not None:
            if self.ahead.at >= until or self.pass_time(max(self.ahead.at, self.clock)):
                return

    def look_at_the_record(self) -> None:
        """What is written beyond this is then taken up, even if there is no news."""
        self.changes += 1

    def _with(self, enrolment: Enrolment) -> Care:
        new = Journey(id=enrolment.journey, pathway=enrolment.pathway)
        return replace(self.care, journeys={**self.care.journeys, enrolment.journey: new})

    def _hear(self, journey: str, event: Event, news: News) -> bool:
        concerned = [one for one in self._concerned(journey, event) if not self._was_heard(one, event)]
        if not concerned:
            return False
        timed = self._timed(event)
        if self.clock is not None:
            self.clock = timed.at
        self._news.append(news)
        asked = [self._take(one, timed, attend(known(), self.care, one, timed)) for one in concerned]
        return any(asked)

    def _hear_late(self, journey: str, event: Event, news: News) -> None:
        if self.clock is not None:
            event = replace(event, at=max(event.at, self.clock))
        try:
            self._hear(journey, event, news)
        except EventRefused as refused:
            reason = str(refused)
            self._add(Entry(at=self.now(), kind="note", what="came too late", journey=journey, reason=reason))

    def _was_heard(self, journey: str, event: Event) -> bool:
        return isinstance(event, events.TimePassed) or event.id in self.care.journeys[journey].heard

    def _concerned(self, journey: str, event: Event) -> tuple[str, ...]:
        if isinstance(event, FOR_ALL):
            return tuple(one.id for one in self.care.journeys.values() if one.status == "active")
        if journey not in self.care.journeys:
            raise ApplicationError(f"this patient has no journey {journey}", type="Refused")
        return (journey,)

    def _timed(self, event: Event) -> Event:
        if self.clock is None:
            return replace(event, at=self._real_now())
        if event.at < self.clock:
            raise ApplicationError("this event lies in the conductor's past", type="Refused")
        return event

    def _take(self, journey: str | None, event: Event | None, attended: Attended) -> bool:
        """Whether anybody was asked for anything."""
        at = self.now() if event is None else event.at
        entries = entries_of(journey, at, event, attended, self.written)
        before, self.care = self.care, attended.care
        self._touched |= {id for id, now in self.care.journeys.items() if before.journeys.get(id) is not now}
        self._asked += orders_of(self.patient, at, attended)
        self.ahead = next_moment(known(), self.care, at)
        self.changes += 1
        for entry in entries:
            self._add(entry)
        return bool(attended.prompts) or not all(isinstance(one, UNANSWERED) for one in attended.commands)

    def _add(self, entry: Entry) -> None:
        self.written += 1
        self.changes += 1
        self._entries.append(replace(entry, number=self.written))

    # Write down.

    def draft(self) -> Draft:
        """All that is not written yet. It ends in `is_written` or in `take_up`."""
        draft = Draft(self._moment(), tuple(self._news), tuple(self._asked), self.changes)
        self._forget_news()
        return draft

    def is_written(self, draft: Draft) -> None:
        self.recorded += len(draft.moment.entries)
        self.orders += draft.asked
        self.saved = draft.changes

    def take_up(self, draft: Draft, written: Written) -> None:
        """What is written has happened, though the task that wrote it never came into Temporal's history
        (docs/decisions/0029). Then what of our news is not in it."""
        news, latest = (*draft.news, *self._news), written.lines[-1].at
        self.care, self.language = written.care, written.language
        self.written = self.recorded = written.number
        self.orders += orders_in(self.patient, written.lines)
        self._forget_news()
        self.ahead = next_moment(known(), self.care, latest)
        if self.clock is not None:
            self.clock = max(self.clock, latest)
        for one in news:
            self._hear_again(one, latest)

    def _hear_again(self, news: News, latest: datetime) -> None:
        match news:
            case datetime():
                self.pass_time(max(news, latest))
            case str():
                self.speak(news)
            case Enrolment():
                if news.journey not in self.care.journeys:
                    self.care = self._with(news)
                self._hear_late(news.journey, news.event, news)
            case (journey, event):
                self._hear_late(journey, event, news)

    def _forget_news(self) -> None:
        self._news, self._asked, self._entries, self._touched = [], [], [], set()

    def _moment(self) -> PatientMoment:
        ahead = self.ahead
        return PatientMoment(
            patient=self.patient,
            after=self.recorded,
            at=self.now(),
            zone=zone_of(self.care),
            language=self.language,
            status=status_of(self.care),
            next_at=None if ahead is None else ahead.at,
            next_because=None if ahead is None else ahead.because,
            entries=tuple(self._entries),
            journeys=tuple(now_of(self.care.journeys[id]) for id in sorted(self._touched)),
            voice=self.care.voice,
        )

    def memory(self, events_per_run: int) -> PatientMemory:
        return PatientMemory(
            patient=self.patient,
            care=self.care,
            language=self.language,
            written=self.written,
            orders=tuple(self.orders),
            clock=self.clock,
            events_per_run=events_per_run,
        )


def _refuse_in_words(care: Care, journey: str, event: Event) -> None:
    try:
        attend(known(), care, journey, event)
    except EventRefused as refused:
        raise ApplicationError(str(refused), type="Refused") from None
