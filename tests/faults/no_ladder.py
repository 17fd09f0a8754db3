"""A questionnaire of which nobody is reminded."""

from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2)))
