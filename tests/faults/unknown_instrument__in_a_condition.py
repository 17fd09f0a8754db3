"""A condition on a questionnaire that the clinic does not know."""

from dataclasses import replace

from engine.language import case, choose
from engine.questions import score
from instruments import PEG
from tests.support.faultless import a_call, a_pathway

PEG2 = replace(PEG, id="peg2")

PATHWAY = a_pathway(choose("pain", case("high", score(PEG2) >= 7, a_call())))
