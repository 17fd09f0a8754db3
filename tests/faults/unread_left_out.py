"""A question about self-harm, and nothing notices that it was passed over."""

from engine.language import ask
from engine.spans import days
from instruments import PHQ9
from tests.support.faultless import FORMS, SELF_HARM, a_pathway

PATHWAY = a_pathway(ask("mood", PHQ9, within=days(2), remind=FORMS), safety=SELF_HARM[:1])
