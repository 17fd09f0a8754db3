"""A condition on a question that the questionnaire does not have."""

from dataclasses import replace

from engine.language import ask, case, choose
from engine.questions import answer
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, a_call, a_pathway

LONGER = replace(PEG, items=(*PEG.items, replace(PEG.items[0], id="sleep")))

PATHWAY = a_pathway(
    ask("first_check", PEG, within=days(2), remind=FORMS),
    choose("sleep", case("bad", answer(LONGER, "sleep") >= 7, a_call())),
)
