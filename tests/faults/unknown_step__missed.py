"""A condition on missing a step that there is not."""

from engine.language import rule
from engine.questions import missed_in_a_row
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    rules=(rule("silent", missed_in_a_row("diary") >= 3, a_call("call_about_silence")),),
)
