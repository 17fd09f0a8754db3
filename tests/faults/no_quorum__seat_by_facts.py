"""A seat that hangs on facts, and that nobody may take."""

from engine.language import confer, seat
from engine.questions import fact
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE, seat(when=fact("mme") >= 50)), within=days(7), retry=days(7))
)
