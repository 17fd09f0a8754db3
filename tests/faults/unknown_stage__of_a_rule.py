"""A rule that watches in a stage that there is not."""

from engine.language import rule
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    rules=(rule("fall", reported("fall"), a_call("call_after_fall"), stages=("intake", "care")),),
)
