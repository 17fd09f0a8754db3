"""A condition on a band that the questionnaire does not have."""

from engine.language import ask, case, choose
from engine.questions import band
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, a_call, a_pathway

PATHWAY = a_pathway(
    ask("first_check", PEG, within=days(2), remind=FORMS),
    choose("pain", case("high", band(PEG, "sever"), a_call())),
)
