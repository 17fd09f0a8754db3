"""Back to an earlier stage, and nothing in between takes time."""

from engine.language import case, choose, finish, go, message, stage
from engine.questions import age
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(
    stages=(
        stage("care", message("hello", "welcome")),
        stage(
            "review",
            choose("age_group", case("old", age() >= 65, go("once_more", "care", at_most=3))),
            finish("the_end", "well"),
        ),
    )
)
