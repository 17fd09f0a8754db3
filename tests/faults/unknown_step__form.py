"""A score of a form that no step asks for."""

from engine.language import ask, case, choose
from engine.questions import score
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, a_call, a_pathway

PATHWAY = a_pathway(
    ask("before", PEG, within=days(2), remind=FORMS),
    choose("pain", case("high", score(PEG, at="befor") >= 7, a_call())),
)
