"""A case conference that nobody need attend."""

from engine.language import confer
from engine.spans import days
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(confer("review", quorum=(), within=days(7), retry=days(7)))
