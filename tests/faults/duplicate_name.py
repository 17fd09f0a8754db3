"""Two steps of one name: the second would pass for the first."""

from engine.language import message
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call("call"), message("call", "welcome"))
