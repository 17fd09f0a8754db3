"""One patient of a test: what happens to them, hour by hour, and everything that was asked of the world for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.commands import (
    CancelVisit,
    CloseRequest,
    CloseTask,
    Command,
    JoinConference,
    LeaveConference,
    MoveDue,
    Note,
    OpenTask,
    RequestQuestionnaire,
    ScheduleVisit,
    SendMessage,
    StartPathway,
    StopCalling,
    TellRoles,
)
from engine.decide import Decision, decide, wake_at
from engine.events import Enrolled, Event, TaskDone, TimePassed
from engine.journey import Journey, Progress, from_json, to_json
from engine.journey import OpenTask as Work
from engine.words import Pathway
from tests.support.clock import MONDAY, NEW_YORK, at, shown

Hears = Callable[..., Event]


class Patient:
    """Between any two events the journey is written to JSON and read back, as goflow does with its sessions."""

    def __init__(
        self,
        pathway: Pathway,
        *,
        since: str = MONDAY,
        zone: str = NEW_YORK,
        enrolled: bool = True,
        **more: Any,
    ) -> None:
        self.pathway = pathway
        self.journey = Journey(id="j1", pathway=pathway.name)
        self.now = at(since)
        self.commands: list[Command] = []
        self.notes: list[Note] = []
        self._ids = 0
        if enrolled:
            self.hears(Enrolled, zone=zone, **more)

    # What happens

    def hears(self, kind: Hears, *, on: str | None = None, **fields: Any) -> list[str]:
        """This happens now, or `on` that day after all that time alone brings before it; what follows, in words."""
        before = self.until(on) if on is not None else []
        event_id = fields.pop("id", None) or self._next_id()
        return before + self.meets(kind(id=event_id, at=self.now, **fields))

    def meets(self, event: Event) -> list[str]:
        decision = self.decides(event)
        self.journey = from_json(to_json(decision.journey))
        self.commands += decision.commands
        self.notes += decision.notes
        self._hold_the_promises(event)
        return [said(command) for command in decision.commands]

    def decides(self, event: Event) -> Decision:
        """What would follow, without it happening."""
        return decide(self.pathway, self.journey, event)

    def until(self, day: str) -> list[str]:
        """Time passes as it does for a host that is never late: each moment is acted on when it comes."""
        asked: list[str] = []
        while (wake := self.wake) is not None and wake <= at(day):
            self.now = max(wake, self.now)
            asked += self.meets(TimePassed(at=self.now))
        self.now = at(day)
        return asked + self.meets(TimePassed(at=self.now))

    def sleeps_until(self, day: str) -> list[str]:
        """Nobody was there in between: an outage."""
        self.now = at(day)
        return self.meets(TimePassed(at=self.now))

    # How it stands

    @property
    def wake(self) -> datetime | None:
        found = wake_at(self.pathway, self.journey)
        return None if found is None else found.at

    @property
    def wakes(self) -> str:
        return shown(self.wake)

    def step(self, name: str) -> Progress:
        return self.journey.steps[name]

    def ending(self, name: str) -> str | None:
        progress = self.journey.steps.get(name)
        return progress.ending if progress else None

    @property
    def open(self) -> list[str]:
        return [name for name, progress in self.journey.steps.items() if progress.state == "open"]

    def task(self, step: str) -> Work:
        """The open task of that step, of which there must be one."""
        (found,) = [task for task in self.journey.tasks.values() if task.step == step]
        return found

    @property
    def tasks(self) -> list[str]:
        return list(self.journey.tasks)

    def done(self, step: str, outcome: str | None = None, **more: Any) -> list[str]:
        return self.hears(TaskDone, task=self.task(step).key, outcome=outcome, **more)

    @property
    def said(self) -> list[str]:
        """Everything that was ever asked of the world."""
        return [said(command) for command in self.commands]

    @property
    def told(self) -> list[str]:
        return [f"{note.step}: {note.text}" for note in self.notes]

    def of(self, kind: type[Command]) -> list[Any]:
        return [command for command in self.commands if isinstance(command, kind)]

    def _next_id(self) -> str:
        self._ids += 1
        return f"e{self._ids}"

    def _hold_the_promises(self, event: Event) -> None:
        """What is true of every decision, whatever the test is about."""
        keys = [command.key for command in self.commands]
        assert len(set(keys)) == len(keys), "a command key was used twice"
        assert self.wake is None or self.wake > event.at, "time stands still"
        assert self.journey.status != "active" or self.wake is not None, "the journey waits on nobody"


def said(command: Command) -> str:
    """A command in a few words."""
    match command:
        case SendMessage():
            return f"send {command.template}" + ("" if command.to == "patient" else f" to {command.to}")
        case OpenTask():
            return f"task {command.key.step} for {command.role}"
        case TellRoles():
            return f"tell {' '.join(command.roles)} about {command.about}"
        case CloseRequest():
            return f"close {command.request}"
        case CloseTask():
            return f"close task {command.task}"
        case StartPathway():
            return f"start {command.pathway}"
        case MoveDue() | StopCalling():
            return _of_changed_work(command)
        case _:
            return f"{_VERBS[type(command)]} {command.key.step}"


def _of_changed_work(command: MoveDue | StopCalling) -> str:
    if isinstance(command, MoveDue):
        return f"move {command.what} to {shown(command.due_at)}"
    return f"{command.role} does not phone about {command.task}"


_VERBS: dict[type[Command], str] = {
    RequestQuestionnaire: "ask",
    ScheduleVisit: "book",
    CancelVisit: "cancel",
    JoinConference: "join",
    LeaveConference: "leave",
}
