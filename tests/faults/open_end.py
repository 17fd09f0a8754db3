"""A last stage that may be over without an end."""

from engine.language import finish, stage, task
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage(
            "care",
            task("call", NURSE, within=days(2), outcomes={"well": finish("the_end", "well"), "ill": ()}),
        ),
    )
)
