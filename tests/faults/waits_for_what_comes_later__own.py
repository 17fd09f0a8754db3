"""A step that waits for itself."""

from engine.language import after
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call().model_copy(update={"when": after("call", days(1))}))
