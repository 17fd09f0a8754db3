"""A questionnaire that is somebody's property, and whose licence has run out."""

from dataclasses import replace

from engine.faults import KnownInstrument
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import CATALOGUE as USUAL
from tests.support.faultless import FORMS, a_pathway

CATALOGUE = replace(
    USUAL,
    instruments={**USUAL.instruments, "peg": KnownInstrument(items=("p", "e", "g"), permission="expired")},
)
PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=FORMS))
