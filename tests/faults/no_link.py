"""Questions that the patient is told of, and no way to them."""

from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, a_pathway

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=FORMS, template="welcome"))
