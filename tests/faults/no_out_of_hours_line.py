"""A question about self-harm, and nobody there at night."""

from dataclasses import replace

from engine.language import ask
from engine.spans import days
from instruments import PHQ9
from tests.support.faultless import CATALOGUE as USUAL
from tests.support.faultless import FORMS, SELF_HARM, a_pathway

CATALOGUE = replace(USUAL, out_of_hours_line=False)
PATHWAY = a_pathway(ask("mood", PHQ9, within=days(2), remind=FORMS), safety=SELF_HARM)
