"""A seat for a role that there is not."""

from engine.language import confer
from engine.spans import days
from tests.support.faultless import DOCTOR, NURSE, WORK, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE, (DOCTOR, "docter")), within=days(7), escalate=WORK, retry=days(7))
)
