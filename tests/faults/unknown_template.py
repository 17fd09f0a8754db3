"""A message that nobody has worded."""

from engine.language import message
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(message("hello", "welcom"))
