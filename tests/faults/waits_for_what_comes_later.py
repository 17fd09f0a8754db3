"""A step that waits for one behind it."""

from engine.language import after, message
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(message("hello", "welcome", when=after("call", days(1))), a_call())
