"""Repeated until a questionnaire that nobody asks says so."""

from engine.language import repeat
from engine.questions import improved
from engine.spans import weeks
from instruments import PEG
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(repeat("weekly", a_call(), every=weeks(1), until=improved(PEG), at_most=10))
