"""A case conference that plans, and nothing to choose."""

from engine.language import confer
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(confer("review", quorum=(NURSE,), within=days(7), retry=days(7), plans=True))
