"""A change since a form that does not ask for the score."""

from engine.language import ask, case, choose
from engine.questions import improved
from engine.spans import days
from instruments import GAD7, PEG
from tests.support.faultless import FORMS, a_call, a_pathway

PATHWAY = a_pathway(
    ask("before", GAD7, within=days(2), remind=FORMS),
    ask("after", PEG, within=days(2), remind=FORMS),
    choose("relief", case("good", improved(PEG, since="before", at="after"), a_call())),
)
