"""What follows when a stage was entered often enough, and no word of how often that is."""

from engine.language import finish, go, stage
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage("intake", go("on", "care", instead=a_call())),
        stage("care", a_call("second_call"), finish("the_end", "well")),
    )
)
