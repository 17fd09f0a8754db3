"""What each role has to say is asked for, and not by when."""

from engine.language import confer
from engine.spans import days
from tests.support.faultless import DOCTOR, NURSE, a_pathway

PATHWAY = a_pathway(confer("review", quorum=(NURSE,), inputs=(DOCTOR,), within=days(7), retry=days(7)))
