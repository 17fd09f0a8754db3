"""What each role has to say is due before anybody is asked for it."""

from engine.language import confer
from engine.spans import days
from tests.support.faultless import DOCTOR, NURSE, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE,), inputs=(DOCTOR,), cut_off=days(7), within=days(7), retry=days(7))
)
