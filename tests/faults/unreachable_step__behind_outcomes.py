"""A step behind a task of which every outcome leads elsewhere."""

from engine.language import finish, go, message, stage, task, together
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage(
            "intake",
            task(
                "triage",
                NURSE,
                within=days(2),
                outcomes={"accepted": go("on", "care"), "redirected": finish("not_for_us", "redirected")},
            ),
            together("greetings", a_call(), message("hello", "welcome")),
        ),
        stage("care", finish("the_end", "well")),
    )
)
