"""Days since a moment that nothing sets."""

from engine.language import rule
from engine.questions import days_since
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    rules=(rule("long_here", days_since("admission") >= 90, a_call("call_after_three_months")),),
)
