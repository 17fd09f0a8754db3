"""A care plan that nothing carries out."""

from engine.language import confer, therapy
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE,), within=days(7), retry=days(7), plans=True),
    therapies=(therapy("exercise", "Exercise", a_call()),),
)
