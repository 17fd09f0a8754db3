"""A questionnaire that is asked for ever."""

from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import WORK, a_pathway

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=WORK))
