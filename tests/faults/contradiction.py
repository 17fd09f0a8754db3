"""Two messages that tell a patient in danger different things."""

from engine.language import message
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(message("one_thing", "call_us"), message("another_thing", "call_an_ambulance"))
