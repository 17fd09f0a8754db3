"""A case that an earlier, wider one always takes."""

from engine.language import ask, case, choose
from engine.questions import score
from engine.spans import days
from instruments import PHQ9
from tests.support.faultless import FORMS, SELF_HARM, a_call, a_pathway

PATHWAY = a_pathway(
    ask("first_check", PHQ9, within=days(2), remind=FORMS),
    choose(
        "mood",
        case("low", score(PHQ9) >= 10, a_call()),
        case("very_low", score(PHQ9) >= 20, a_call("call_at_once")),
    ),
    safety=SELF_HARM,
)
