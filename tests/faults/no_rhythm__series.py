"""Several visits, and no word of how far apart."""

from engine.language import book
from engine.spans import weeks
from tests.support.faultless import NURSE, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    book(
        "sessions",
        NURSE,
        minutes=30,
        visits=6,
        within=weeks(8),
        remind=VISITS,
        missed=(a_call("call_after_no_show"),),
        could_not=a_call("call_instead"),
    )
)
