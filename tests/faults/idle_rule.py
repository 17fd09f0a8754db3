"""A safety rule that sees danger and does nothing."""

from engine.language import safety
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), safety=(safety("fall", reported("fall")),))
