"""Faults of names: what is not there, what is there twice, and what no event could ever name."""

import re
from collections.abc import Iterable, Iterator

from engine.faults import Fault, Kind, Where, hint
from engine.survey import RoleUse, Survey, at
from engine.words import Choose, Confer, Go, NamedStep, Start, Task

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
RESERVED = frozenset({"fault", "hold_review", "care_plan", "plan"})
"""Names under which the engine itself opens tasks or keeps the care plan."""


def check_names(survey: Survey) -> Iterator[Fault]:
    yield from _twice(survey)
    yield from _unusable(survey)
    for use in survey.roles:
        yield from _role(survey, use)
    for template in survey.templates:
        if template.template not in survey.catalogue.templates:
            text = f'{template.verb} "{template.template}", which is no template'
            text += hint(template.template, survey.catalogue.templates)
            yield template.where.fault("unknown_template", text)
    for ask in survey.asks:
        for instrument in ask.instruments:
            if instrument not in survey.catalogue.instruments:
                text = f'asks "{instrument}", which is no instrument'
                text += hint(instrument, survey.catalogue.instruments)
                yield at(ask).fault("unknown_instrument", text)
    yield from _stages(survey)
    yield from _ladders(survey)
    yield from _pathways(survey)


def _twice(survey: Survey) -> Iterator[Fault]:
    pathway = survey.pathway
    rules = (*pathway.safety, *pathway.rules)
    yield from _repeated(at(step) for step in survey.steps)
    yield from _repeated(Where(stage.line, stage.name, "stage") for stage in pathway.stages)
    yield from _repeated(Where(therapy.line, therapy.name, "therapy") for therapy in pathway.therapies)
    yield from _repeated(Where(rule.line, rule.name, "rule") for rule in rules)


def _repeated(places: Iterable[Where]) -> Iterator[Fault]:
    first: dict[str, Where] = {}
    for place in places:
        if place.name in first:
            other = first[place.name].line
            text = f"has the name of another {place.word}, at {other}; give one of them a name of its own"
            yield place.fault("duplicate_name", text)
        first.setdefault(place.name, place)


def _unusable(survey: Survey) -> Iterator[Fault]:
    """Events name steps and outcomes; a name with a space or a `#` could not be told from something else."""
    for step in survey.steps:
        if step.name in RESERVED:
            yield at(step).fault("unusable_name", "has a name that the engine itself uses; choose another")
        for name in (step.name, *_labels(step)):
            if not _NAME.fullmatch(name):
                text = f'"{name}" is no name; write letters, digits, "_" and "-" only'
                yield at(step).fault("unusable_name", text)


def _labels(step: NamedStep) -> tuple[str, ...]:
    match step:
        case Task() | Confer():
            return step.outcomes
        case Choose():
            return tuple(case.label for case in step.cases)
        case _:
            return ()


def _role(survey: Survey, use: RoleUse) -> Iterator[Fault]:
    roles = survey.catalogue.roles
    if use.role in use.besides:
        return
    if use.role not in roles:
        text = f'{use.verb} "{use.role}", which is no role of this clinic{hint(use.role, roles)}'
        yield use.where.fault("unknown_role", text)
    elif not roles[use.role].staffed:
        text = (
            f'{use.verb} "{use.role}", and nobody at this clinic has that role; name a role that is staffed'
        )
        yield use.where.fault("unstaffed_role", text)
    elif use.safety and not _stands_in(survey, roles[use.role].backup):
        text = f'{use.verb} "{use.role}" in a matter of safety, and nobody stands in for that role; '
        yield use.where.fault("no_backup", text + "name its backup in the clinic's setup")


def _stands_in(survey: Survey, backup: str | None) -> bool:
    found = survey.catalogue.roles.get(backup or "")
    return found is not None and found.staffed


def _stages(survey: Survey) -> Iterator[Fault]:
    stages = survey.index.stages
    named = [(at(step), "goes on to", step.stage) for step in survey.steps if isinstance(step, Go)]
    named += [
        (Where(rule.line, rule.name, "rule"), "watches in", stage)
        for rule in (*survey.pathway.safety, *survey.pathway.rules)
        for stage in rule.stages
    ]
    for where, verb, stage in named:
        if stage not in stages:
            text = f'{verb} "{stage}", which is no stage of this pathway{hint(stage, stages)}'
            yield where.fault("unknown_stage", text)


def _ladders(survey: Survey) -> Iterator[Fault]:
    ladders, severities = survey.index.ladders, survey.index.severities
    climbed = {climb.ladder: climb.where for climb in reversed(survey.climbs)}
    yield from _missing("unknown_ladder", "climbs the ladder", climbed.items(), ladders, "ladders=")
    yield from _missing(
        "unknown_severity", "raises the severity", survey.alerts.items(), severities, "severities="
    )


def _missing(
    kind: Kind, verb: str, named: Iterable[tuple[str, Where]], known: Iterable[str], listed_in: str
) -> Iterator[Fault]:
    there = tuple(known)
    for name, where in named:
        if name not in there:
            instead = hint(name, there, otherwise=f"add it to {listed_in} of the pathway")
            yield where.fault(kind, f'{verb} "{name}", which the pathway does not list{instead}')


def _pathways(survey: Survey) -> Iterator[Fault]:
    for step in survey.steps:
        if isinstance(step, Start) and step.pathway not in survey.catalogue.pathways:
            text = (
                f'starts "{step.pathway}", which is no pathway{hint(step.pathway, survey.catalogue.pathways)}'
            )
            yield at(step).fault("unknown_pathway", text)
