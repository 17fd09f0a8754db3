"""A moment that nothing sets."""

from engine.language import after, ask, milestone
from engine.spans import days, weeks
from instruments import PEG
from tests.support.faultless import FORMS, a_pathway

PATHWAY = a_pathway(
    milestone("START"), ask("week_six", PEG, when=after("STRAT", weeks(6)), within=days(7), remind=FORMS)
)
