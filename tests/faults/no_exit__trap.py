"""Two stages that lead to each other for ever, and to no end."""

from engine.language import finish, go, hold, stage, task
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage(
            "intake",
            task("triage", NURSE, within=days(2), outcomes={"ill": go("treat", "care"), "well": ()}),
            finish("nothing_to_do", "well"),
        ),
        stage("care", a_call(), go("stay", "more_care")),
        stage("more_care", a_call("second_call"), hold("rest", review=days(30)), go("back", "care")),
    )
)
