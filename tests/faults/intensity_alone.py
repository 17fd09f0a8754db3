"""Care that depends on how strong the pain is, and on nothing else (R-018)."""

from engine.language import ask, case, choose
from engine.questions import answer, score
from engine.spans import days
from instruments import NRS_PAIN
from tests.support.faultless import FORMS, a_call, a_pathway

PATHWAY = a_pathway(
    ask("first_check", NRS_PAIN, within=days(2), remind=FORMS),
    choose(
        "pain",
        case("severe", score(NRS_PAIN) >= 7, a_call()),
        case("worst", answer(NRS_PAIN, "worst") >= 9, a_call("second_call")),
    ),
)
