"""Steps that come again for ever, and the stage never goes on."""

from engine.language import repeat
from engine.spans import weeks
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(repeat("weekly", a_call(), every=weeks(1)))
