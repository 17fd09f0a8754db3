"""Counted back from a moment that is known only once it is past."""

from engine.language import before, message, milestone, together
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    together(
        "side_by_side",
        (a_call(), milestone("START")),
        message("get_ready", "welcome", when=before("START", days(2))),
    )
)
