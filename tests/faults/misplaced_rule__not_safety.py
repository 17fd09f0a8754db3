"""A rule that is listed as if it always watched."""

from engine.language import rule
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), safety=(rule("fall", reported("fall"), a_call("call_after_fall")),))
