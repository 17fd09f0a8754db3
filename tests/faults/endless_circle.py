"""Back to an earlier stage, as often as it pleases."""

from engine.language import finish, go, stage, task
from engine.spans import days
from tests.support.faultless import DOCTOR, a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage("care", a_call()),
        stage(
            "review",
            task("look", DOCTOR, within=days(2), outcomes={"well": (), "ill": go("once_more", "care")}),
            finish("the_end", "well"),
        ),
    )
)
