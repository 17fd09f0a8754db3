"""A letter to somebody whom the clinic does not know."""

from engine.language import message
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(message("letter", "welcome", to="pharmacy"))
