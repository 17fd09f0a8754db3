"""A stage behind one whose every way leads elsewhere."""

from engine.language import finish, go, stage
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage("intake", a_call(), go("skip_the_visit", "care")),
        stage("visit", a_call("second_call")),
        stage("care", finish("the_end", "well")),
    )
)
