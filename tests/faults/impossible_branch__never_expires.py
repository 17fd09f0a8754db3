"""What follows silence, where the ladder never ends."""

from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import DOCTOR, WORK, a_call, a_pathway

PATHWAY = a_pathway(ask("goals", PEG, by=DOCTOR, within=days(2), remind=WORK, unanswered=a_call()))
