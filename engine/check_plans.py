"""Faults of what is chosen or watched for one patient: therapies, care plans, rules and what staff do at the end."""

from collections.abc import Iterator

from engine.faults import Fault, Where, hint
from engine.survey import Survey, at
from engine.words import Confer, DeliverPlan, Finish

# However a journey is written, these may end it: the events of `engine.events` say so.
BY_EVENT = frozenset({"withdrew", "died", "transferred"})


def check_plans(survey: Survey) -> Iterator[Fault]:
    planning = [step for step in survey.steps if isinstance(step, Confer) and step.plans]
    delivering = [step for step in survey.steps if isinstance(step, DeliverPlan)]
    therapies = survey.pathway.therapies
    if therapies and not planning:
        text = "can never be chosen: no case conference plans; write plans=True in a confer(...)"
        yield from (_at(therapy.line, therapy.name).fault("unchosen_therapy", text) for therapy in therapies)
    if not therapies:
        text = "plans, and there is no therapy to choose; list therapies= in the pathway, or leave out plans=True"
        yield from (at(step).fault("no_therapies", text) for step in planning)
    if planning and therapies and not delivering:
        text = "plans, and nothing carries the plan out; write deliver_plan() in a stage"
        yield at(planning[0]).fault("undelivered_plan", text)
    if not planning and not therapies:
        text = "carries out a plan that no case conference makes; list therapies= and write plans=True, or take it out"
        yield from (at(step).fault("nothing_to_deliver", text) for step in delivering)
    yield from _rules(survey)
    yield from _endings(survey)


def _at(line: str, therapy: str) -> Where:
    return Where(line, therapy, "therapy")


def _rules(survey: Survey) -> Iterator[Fault]:
    for listed, rules in (("safety=", survey.pathway.safety), ("rules=", survey.pathway.rules)):
        for rule in rules:
            where = Where(rule.line, rule.name, "rule")
            if not rule.then:
                yield where.fault("idle_rule", "watches, and then does nothing; write the steps that follow")
            if rule.safety is not (listed == "safety="):
                word, place = ("safety(...)", "rules=") if rule.safety else ("rule(...)", "safety=")
                text = (
                    f"is written with {word} and stands in {place}; write it with the other word, or move it"
                )
                yield where.fault("misplaced_rule", text)


def _endings(survey: Survey) -> Iterator[Fault]:
    known = BY_EVENT | {step.ending for step in survey.steps if isinstance(step, Finish)}
    for ending in survey.pathway.endings:
        if ending.ending not in known:
            text = f"is no way in which this journey ends{hint(ending.ending, known)}"
            yield Where(ending.line, ending.ending, "ending").fault("unknown_ending", text)
