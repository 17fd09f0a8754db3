"""A step that waits for one of a later stage."""

from engine.language import after, finish, message, stage
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    stages=(
        stage("intake", message("hello", "welcome", when=after("call", days(1)))),
        stage("care", a_call(), finish("the_end", "well")),
    )
)
