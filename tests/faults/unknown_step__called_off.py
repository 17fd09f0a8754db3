"""A visit is no procedure: it is not called off for good by a step."""

from engine.language import cancel, task
from engine.spans import days
from tests.support.faultless import DOCTOR, a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    task("still_wanted", DOCTOR, within=days(2), outcomes={"yes": (), "no": cancel("off", "call")}),
)
