"""A proposal from a questionnaire that nobody asks."""

from engine.language import confer
from engine.questions import improved
from engine.spans import days
from instruments import PEG
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(
    confer("review", quorum=(NURSE,), within=days(7), retry=days(7), proposes={"better": improved(PEG)})
)
