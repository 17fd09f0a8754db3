"""A safety rule that would stop watching when the journey ends."""

from engine.language import safety
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), rules=(safety("fall", reported("fall"), a_call("call_after_fall")),))
