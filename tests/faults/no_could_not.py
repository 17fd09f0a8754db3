"""A visit, and no word of what follows when it cannot be held."""

from engine.language import book
from engine.spans import weeks
from tests.support.faultless import DOCTOR, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    book(
        "visit",
        DOCTOR,
        minutes=30,
        within=weeks(2),
        remind=VISITS,
        missed=(a_call("call_after_no_show"),),
    )
)
