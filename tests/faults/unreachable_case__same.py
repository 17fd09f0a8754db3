"""Two cases with one condition."""

from engine.language import case, choose
from engine.questions import flag
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    choose(
        "falls", case("fell", flag("fell"), a_call()), case("fell_again", flag("fell"), a_call("second_call"))
    )
)
