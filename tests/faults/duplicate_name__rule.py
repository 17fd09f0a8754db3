"""Two rules of one name, one of them about safety."""

from engine.language import rule, safety
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    safety=(safety("fall", reported("fall"), a_call("call_at_once")),),
    rules=(rule("fall", reported("fall"), a_call("call_later")),),
)
