"""A form for a visit that is asked after it."""

from engine.language import after, ask, book, together
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, NURSE, VISITS, a_call, a_pathway

VISIT = book(
    "visit",
    NURSE,
    minutes=30,
    within=days(14),
    remind=VISITS,
    missed=(a_call(),),
    could_not=a_call("visit_by_phone"),
)
PATHWAY = a_pathway(
    together(
        "both", VISIT, ask("pain", PEG, when=after("visit", days(1)), before_visit="visit", remind=FORMS)
    )
)
