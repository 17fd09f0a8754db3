"""A pathway spread out for `check`: each step with its block, and each place that names a role, a template or a ladder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.conditions import Condition
from engine.faults import Catalogue, Where
from engine.index import Block, Index, index_of, inner_blocks, top_blocks, walk_steps
from engine.ladders import Ladder, Rung, Severity
from engine.words import Ask, Book, Choose, Confer, Message, Pathway, Procedure, Step, Task

Use = Literal["patient", "visit", "form", "work"]
"""Who a ladder is about: a patient who does not answer, a visit, staff with a form, or staff with other work."""
RECIPIENTS = frozenset({"patient", "caregiver"})
IN_A_LADDER = frozenset({"owner", "backup"})
"""Who a rung may tell without naming a role: whoever has the task, and whoever stands in for them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A condition and the place that reads it; `label` names the case or proposal of a step."""

    where: Where
    condition: Condition
    label: str = ""
    safety: bool = False


@dataclass(frozen=True, slots=True)
class RoleUse:
    where: Where
    verb: str
    role: str
    besides: frozenset[str] = frozenset()
    safety: bool = False


@dataclass(frozen=True, slots=True)
class TemplateUse:
    where: Where
    verb: str
    template: str
    to: str = "patient"
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Climb:
    where: Where
    ladder: str
    use: Use


def at(step: Step, line: str = "") -> Where:
    return Where(line or step.line, step.name)


class Survey:
    """Computed once for each check, as far as it is asked for. Unlike the index it keeps both steps of one name."""

    def __init__(self, pathway: Pathway, catalogue: Catalogue) -> None:
        self.pathway, self.catalogue = pathway, catalogue
        self.index: Index = index_of(pathway)
        self.whole = Where(pathway.line, pathway.name, "pathway")
        self.placed: tuple[tuple[Block, Step], ...] = tuple(_placed(pathway))
        self.steps: tuple[Step, ...] = tuple(step for _, step in self.placed)
        self.asks: tuple[Ask, ...] = tuple(step for step in self.steps if isinstance(step, Ask))

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        return tuple(_readers(self.pathway, self.steps))

    @cached_property
    def climbs(self) -> tuple[Climb, ...]:
        """Every ladder that is climbed, with each step that does so; the task ladder by all work without its own."""
        own = [climb for step in self.steps for climb in self._climbs_of(step)]
        alerts = [
            Climb(where, self.index.severities[name].ladder, "work")
            for name, where in self.alerts.items()
            if name in self.index.severities
        ]
        return (Climb(self.whole, self.pathway.task_ladder, "work"), *own, *alerts)

    @cached_property
    def ladders(self) -> tuple[tuple[Where, Ladder], ...]:
        """Each ladder that is climbed and there, those after it as well, with the first place that does so."""
        first = {climb.ladder: climb.where for climb in reversed(self.climbs)}
        return tuple(
            (where, ladder)
            for name, where in first.items()
            if name in self.index.ladders
            for ladder in self.index.ladders[name].chain
        )

    @cached_property
    def alerts(self) -> dict[str, Where]:
        """Each severity that is raised, with the first place that does so: a task, or a rung of its ladder."""
        raised: dict[str, Where] = {}
        for step in self.steps:
            if isinstance(step, Task) and step.severity is not None:
                raised.setdefault(step.severity, at(step))
            for climb in self._climbs_of(step):
                for rung in self.rungs(climb.ladder):
                    if rung.severity is not None:
                        raised.setdefault(rung.severity, climb.where)
        return raised

    @cached_property
    def severities(self) -> tuple[tuple[Where, Severity], ...]:
        known = self.index.severities
        return tuple((where, known[name]) for name, where in self.alerts.items() if name in known)

    @cached_property
    def roles(self) -> tuple[RoleUse, ...]:
        return (
            RoleUse(self.whole, "is coordinated by", self.pathway.coordinator),
            RoleUse(self.whole, "has its faults looked at by", self.pathway.operations),
            *(use for block, step in self.placed for use in _roles_of(step, safety=block.safety)),
            *(use for where, ladder in self.ladders for use in _roles_in(where, ladder)),
        )

    @cached_property
    def templates(self) -> tuple[TemplateUse, ...]:
        return (
            *(use for step in self.steps for use in _templates_of(step)),
            *(
                TemplateUse(where, f'reminds by its ladder "{ladder.name}" with', rung.template)
                for where, ladder in self.ladders
                for rung in ladder.rungs
                if rung.template is not None
            ),
            *(
                TemplateUse(where, f'raises "{severity.name}", which shows', severity.shows)
                for where, severity in self.severities
                if severity.shows is not None
            ),
        )

    def rungs(self, ladder: str | None) -> tuple[Rung, ...]:
        found = self.index.ladders.get(ladder or "")
        return found.whole if found else ()

    def _climbs_of(self, step: Step) -> Iterator[Climb]:
        ladder: str | None = getattr(step, "ladder", None)
        if ladder is not None:
            yield Climb(at(step), ladder, use_of(step))


def use_of(step: Step) -> Use:
    match step:
        case Ask():
            return "patient" if step.by == "patient" else "form"
        case Book() | Procedure():
            return "visit"
        case _:
            return "work"


def _placed(pathway: Pathway) -> Iterator[tuple[Block, Step]]:
    queue = list(top_blocks(pathway))
    while queue:
        block = queue.pop(0)
        for step in walk_steps(block.steps):
            yield block, step
            queue.extend(inner_blocks(step, safety=block.safety))


def _readers(pathway: Pathway, steps: tuple[Step, ...]) -> Iterator[Reader]:
    for rule in (*pathway.safety, *pathway.rules):
        yield Reader(Where(rule.line, rule.name, "rule"), rule.when, safety=rule.safety)
    for step in steps:
        match step:
            case Choose():
                for case in step.cases:
                    yield Reader(at(step, case.line), case.condition, f'case "{case.label}" ')
            case Confer():
                yield from _read_by_conference(step)
            case _:
                until: Condition | None = getattr(step, "until", None)
                if until is not None:
                    yield Reader(at(step), until)


def _read_by_conference(step: Confer) -> Iterator[Reader]:
    for proposal in step.proposes:
        yield Reader(at(step), proposal.condition, f'proposal "{proposal.label}" ')
    for seat in step.seats:
        yield Reader(at(step, seat.line), seat.condition, f"the seat of {' or '.join(seat.roles)} ")


def _roles_of(step: Step, *, safety: bool) -> Iterator[RoleUse]:
    match step:
        case Message():
            yield RoleUse(at(step), "writes to", step.to, RECIPIENTS)
        case Ask():
            yield RoleUse(at(step), "is to be filled in by", step.by, frozenset({"patient"}))
        case Book() | Procedure():
            yield RoleUse(at(step), "is booked with", step.role)
        case Task():
            yield RoleUse(at(step), "is work for", step.role, safety=safety or step.severity is not None)
        case Confer():
            seats = (*step.quorum, *(seat.roles for seat in step.seats))
            yield from (RoleUse(at(step), "seats", role) for roles in seats for role in roles)
            yield from (RoleUse(at(step), "asks for the input of", role) for role in step.inputs)
        case _:
            pass


def _roles_in(where: Where, ladder: Ladder) -> Iterator[RoleUse]:
    for rung in ladder.rungs:
        for role in rung.roles:
            besides = IN_A_LADDER if rung.act == "tell" else frozenset[str]()
            verb = "has the call made by" if rung.act == "call" else "tells"
            yield RoleUse(
                where,
                f'by its ladder "{ladder.name}" {verb}',
                role,
                besides,
                safety=rung.severity is not None,
            )


def _templates_of(step: Step) -> Iterator[TemplateUse]:
    match step:
        case Message():
            yield TemplateUse(at(step), "sends", step.template, step.to)
        case Ask(by="patient") if step.template is not None:
            yield TemplateUse(at(step), "asks with the message", step.template, asks=True)
        case _:
            pass
