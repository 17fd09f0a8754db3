"""A questionnaire without a deadline."""

from engine.language import ask
from instruments import PEG
from tests.support.faultless import FORMS, a_pathway

PATHWAY = a_pathway(ask("first_check", PEG, remind=FORMS))
