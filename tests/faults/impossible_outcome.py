"""A choice by an outcome that the step does not have."""

from engine.language import case, choose, task
from engine.questions import outcome
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

PATHWAY = a_pathway(
    task("triage", NURSE, within=days(2), outcomes={"accepted": (), "redirected": ()}),
    choose("next", case("accepted", outcome("triage", "acepted"), a_call())),
)
