"""Words to patients of whom nobody knows whether they want texts."""

from engine.language import message
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), message("greetings", "welcome"), texting_consent=None)
