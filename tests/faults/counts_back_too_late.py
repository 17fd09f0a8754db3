"""A reminder before a visit, to be sent when the visit is over."""

from engine.language import before, book, message
from engine.spans import days, weeks
from tests.support.faultless import DOCTOR, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    book(
        "visit",
        DOCTOR,
        minutes=30,
        within=weeks(2),
        remind=VISITS,
        missed=(a_call("call_after_no_show"),),
        could_not=a_call("call_instead"),
    ),
    message("bring_your_letters", "welcome", when=before("visit", days(2))),
)
