"""A questionnaire that the clinic does not know."""

from dataclasses import replace

from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, a_pathway

PEG2 = replace(PEG, id="peg2")

PATHWAY = a_pathway(ask("first_check", PEG2, within=days(2), remind=FORMS))
