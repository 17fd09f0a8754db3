"""On to a stage that there is not."""

from engine.language import finish, go, stage, task
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage(
            "intake", task("triage", NURSE, within=days(2), outcomes={"new": (), "known": go("on", "car")})
        ),
        stage("care", finish("the_end", "well")),
    )
)
