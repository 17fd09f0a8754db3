"""A condition on the outcome of a step that there is not."""

from engine.language import case, choose, task
from engine.questions import outcome
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

PATHWAY = a_pathway(
    task("triage", NURSE, within=days(2), outcomes={"accepted": (), "redirected": ()}),
    choose("next", case("accepted", outcome("triag", "accepted"), a_call())),
)
