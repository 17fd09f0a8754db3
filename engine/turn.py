"""One decision in the making: the journey's facts open for writing, and what has been asked of the world so far."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from engine.commands import (
    CloseTask,
    Command,
    Key,
    MoveDue,
    Note,
    OpenTask,
    Reason,
    SendMessage,
    StopCalling,
)
from engine.index import GO_ON, Block, index_of
from engine.journey import Journey, Ledger, Progress, Reading, TherapyProgress
from engine.journey import OpenTask as OpenTaskState
from engine.ladders import Rung
from engine.moments import zone_now
from engine.words import Ask, Book, Pathway, Procedure, Step, Task, Urgency

NO_MORE_WORDS = frozenset({"withdrew", "died", "transferred"})
"""Endings after which nothing is written to the patient any more. Safety contact is then a person's phone call."""


class Turn:
    """Mutable only inside one `decide`: made from a frozen journey and frozen again at its end."""

    def __init__(self, pathway: Pathway, journey: Journey, now: datetime) -> None:
        self.pathway, self.index, self.was, self.now = pathway, index_of(pathway), journey, now
        self.status, self.ending, self.stage = journey.status, journey.ending, journey.stage
        self.clinic, self.zones, self.hold = journey.clinic, journey.zones, journey.hold
        self.anchors, self.runs, self.attempts = (
            dict(journey.anchors),
            dict(journey.runs),
            dict(journey.attempts),
        )
        self.steps, self.tasks, self.active = Ledger(journey.steps), dict(journey.tasks), list(journey.active)
        self.plan: list[TherapyProgress] | None = None if journey.plan is None else list(journey.plan)
        self.delivering, self.added = journey.delivering, journey.added
        self.therapies, self.reports = dict(journey.therapies), dict(journey.reports)
        self.readings, self.baselines = dict(journey.readings), dict(journey.baselines)
        self.items, self.facts, self.flags = dict(journey.items), dict(journey.facts), set(journey.flags)
        self.missed, self.fired, self.heard = dict(journey.missed), dict(journey.fired), journey.heard
        self.commands: list[Command] = []
        self.notes: list[Note] = []
        self.dirty: list[str] = []
        self.changed: list[str] = []
        self.moved_anchors: list[str] = []
        self.report: str | None = None
        self.details: tuple[str, ...] = ()
        self.left_out: frozenset[str] = frozenset()
        self.source = ""

    def frozen(self) -> Journey:
        return Journey(
            id=self.was.id,
            pathway=self.was.pathway,
            status=self.status,
            ending=self.ending,
            clinic=self.clinic,
            zones=self.zones,
            stage=self.stage,
            anchors=self.anchors,
            runs=self.runs,
            active=tuple(self.active),
            steps=self.steps,
            tasks=self.tasks,
            attempts=self.attempts,
            plan=None if self.plan is None else tuple(self.plan),
            delivering=self.delivering,
            therapies=self.therapies,
            readings=self.readings,
            baselines=self.baselines,
            items=self.items,
            reports=self.reports,
            facts=self.facts,
            flags=tuple(sorted(self.flags)),
            missed=self.missed,
            fired=self.fired,
            added=self.added,
            hold=self.hold,
            heard=self.heard,
        )

    # What is asked about the patient

    @property
    def zone(self) -> str:
        return zone_now(self.zones)

    def latest(self, instrument: str) -> Reading | None:
        readings = self.readings.get(instrument)
        return readings[-1] if readings else None

    def came_out(self, step: str) -> tuple[str, ...] | None:
        """Outcome and ending of a step's latest occurrence, or of a therapy; None while it has not ended."""
        if step in self.therapies:
            return (self.therapies[step],)
        progress = self.steps.get(step)
        if progress is None or progress.state != "ended" or progress.ending is None:
            return None
        return (progress.ending,) if progress.outcome is None else (progress.outcome, progress.ending)

    def step(self, name: str) -> Step:
        found = self.index.steps.get(name)
        return found if found is not None else next(step for step in self.added if step.name == name)

    def block(self, id: str) -> Block:
        found = self.index.blocks.get(id)
        if found is not None:
            return found
        return Block(id, "added", id, tuple(step for step in self.added if f"added/{step.name}" == id))

    def told_by(self, rung: Rung, owner: str) -> tuple[str, ...]:
        """The roles that a rung names, each once. `owner` has the work, `backup` stands in for them: never the same."""
        otherwise = self.pathway.coordinator if owner != self.pathway.coordinator else self.pathway.operations
        people = {"owner": owner, "backup": self.clinic.backup_of(owner) or otherwise}
        return tuple(dict.fromkeys(people.get(role, role) for role in rung.roles))

    def words_reach_the_patient(self) -> bool:
        return self.ending not in NO_MORE_WORDS

    def reaches_nobody(self, step: Step) -> bool:
        """Whether the step asks something of a patient whom nothing may be asked of any more.

        Somebody who withdrew is only phoned, and may come if they wish; somebody who died is neither.
        """
        match step:
            case Ask():
                return step.by == "patient" and not self.words_reach_the_patient()
            case Book() | Procedure():
                return self.ending == "died"
            case Task():
                return step.contact and self.ending == "died"
            case _:
                return False

    # What is asked of the world

    def key(self, step: str, occurrence: int) -> Key:
        ref = f"{step}#{occurrence}"
        self.attempts[ref] = self.attempts.get(ref, 0) + 1
        return Key(self.was.id, step, occurrence, self.attempts[ref])

    def why(self, step: Step, progress: Progress, because: str = "", rest: str = "") -> Reason:
        """Why a step begins: its moment came, a rule holds on these facts, or it is simply next."""
        fired = None if because else self.fired.get(progress.block)
        if fired is not None:
            because = f"{self.block(progress.block).name} holds"
        rule = because or f"{step.name} is next"
        return Reason(step.line, f"{rule}; {rest}" if rest else rule, fired.facts if fired else ())

    def order(self, command: Command) -> None:
        self.commands.append(command)

    def note(self, step: str, text: str, *, line: str = "", facts: Iterable[str] = ()) -> None:
        self.notes.append(Note(step, text, Reason(line, text, tuple(facts))))

    def send(
        self,
        progress: Progress,
        template: str,
        reason: Reason,
        *,
        to: str = "patient",
        urgency: Urgency = "routine",
        other_channel: bool = False,
        private: bool = False,
        expires_at: datetime | None = None,
        about: str | None = None,
    ) -> None:
        if to in ("patient", "caregiver") and not self.words_reach_the_patient():
            self.note(progress.step, f"{template} was not sent: the patient {self.ending}", line=reason.line)
            return
        self.order(
            SendMessage(
                key=self.key(progress.step, progress.occurrence),
                reason=reason,
                template=template,
                to=to,
                urgency=urgency,
                other_channel=other_channel,
                private=private,
                expires_at=expires_at,
                about=about,
            )
        )

    def open_task(self, state: OpenTaskState, key: Key, reason: Reason) -> None:
        self.tasks[state.key] = state
        if state.safety:
            self.changed.append("safety_tasks")
        self.order(
            OpenTask(
                key=key,
                reason=reason,
                role=state.role,
                due_at=state.due_at,
                outcomes=state.outcomes,
                severity=state.severity,
                contact=state.contact,
                input=state.input,
            )
        )

    def close_tasks(self, step: str, occurrence: int, reason: Reason, *, supporting: bool = False) -> None:
        """Close the tasks of a step that is over; a safety task is left for a person to close."""
        for task in list(self.tasks.values()):
            if (task.step, task.occurrence) != (step, occurrence) or (supporting and not task.supports):
                continue
            if task.safety:
                self.note(
                    step, f"safety task {task.key} stays open until a person closes it", line=reason.line
                )
                continue
            del self.tasks[task.key]
            self.order(CloseTask(key=self.key(step, occurrence), reason=reason, task=task.key))

    def move_due(self, of: Progress | OpenTaskState, due_at: datetime, reason: Reason) -> None:
        """The world was given another due time: a task's, or that of a request, a search or a meeting."""
        what = of.key if isinstance(of, OpenTaskState) else f"{of.step}#{of.occurrence}"
        key = self.key(of.step, of.occurrence)
        self.order(MoveDue(key=key, reason=reason, what=what, due_at=due_at))

    def stop_calling(self) -> None:
        """Nobody phones a patient who died; what is left of a safety call is its owner's to close."""
        for task in [task for task in self.tasks.values() if task.contact]:
            self.tasks[task.key] = replace(task, contact=False, outcomes=())
            key = self.key(task.step, task.occurrence)
            reason = Reason("", "the patient died: nobody is phoned, and a person closes it")
            self.order(StopCalling(key=key, reason=reason, task=task.key, role=task.role))

    # What is to be looked at before the decision is complete

    def touch(self, block: str) -> None:
        """Safety goes before whatever else the same event brings."""
        if block not in self.dirty:
            self.dirty.insert(0 if self.block(block).safety else len(self.dirty), block)

    def begin_block(self, id: str) -> None:
        """Start a new pass of a block; what the last pass left open stays as it is."""
        last = self.runs.get(id, 0)
        self._forget_anchors(id, last)
        self.runs[id] = last + 1
        if id not in self.active:
            self.active.append(id)
        self.touch(id)

    def _forget_anchors(self, block: str, last: int) -> None:
        """What counts from a step of this block waits for the new pass, unless that step was skipped in view of it."""
        for name in self.index.names_in.get(block, ()):
            progress = self.steps.get(name)
            if progress is not None and progress.run <= last:
                self.anchors.pop(name, None)
        for inner in self.index.inside.get(block, ()):
            if self.block(inner).kind not in GO_ON:
                self._forget_anchors(inner, self.runs.get(inner, 0))

    def drop_anchor(self, name: str) -> None:
        """A visit that will not take place as booked: what hangs on it is looked at again."""
        self.anchors.pop(name, None)
        self.moved_anchors.append(name)

    def set_anchor(self, name: str, at: datetime) -> None:
        if self.anchors.get(name) != at:
            self.anchors[name] = at
            self.moved_anchors.append(name)

    def count(self, name: str, kind: Literal["missed", "kept"]) -> None:
        """Missed in a row: up by one, or back to nothing."""
        self.changed.append(f"visits:{name}")
        number = self.missed.get(name, 0) + 1 if kind == "missed" else 0
        if number or name in self.missed:
            self.missed[name] = number
            self.changed.append(f"missed:{name}")
