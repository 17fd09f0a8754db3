"""A visit, and no word of what follows when the patient does not come."""

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
        could_not=a_call("call_instead"),
    )
)
