"""A message that promises what this clinic cannot keep at night."""

from dataclasses import replace

from engine.language import message
from tests.support.faultless import CATALOGUE as USUAL
from tests.support.faultless import a_pathway

CATALOGUE = replace(USUAL, out_of_hours_line=False)
PATHWAY = a_pathway(message("if_it_gets_worse", "on_call_number"))
