"""Steps that come again at once."""

from engine.language import repeat
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(repeat("weekly", a_call(), every=days(0), at_most=3))
