"""A seat that hangs on a score which nobody asks."""

from engine.language import confer, seat
from engine.questions import score
from engine.spans import days
from instruments import PEG
from tests.support.faultless import DOCTOR, NURSE, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE, seat(DOCTOR, when=score(PEG) >= 7)), within=days(7), retry=days(7))
)
