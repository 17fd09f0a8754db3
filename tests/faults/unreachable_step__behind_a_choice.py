"""A step behind a choice of which every case leads elsewhere."""

from engine.language import case, choose, finish, go, stage
from engine.questions import age
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage(
            "intake",
            choose(
                "age_group",
                case("child", age() < 18, finish("too_young", "redirected")),
                otherwise=go("on", "care"),
            ),
            a_call(),
        ),
        stage("care", finish("the_end", "well")),
    )
)
