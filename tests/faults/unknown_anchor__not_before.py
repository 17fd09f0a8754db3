"""A visit that may be held only after a moment that nothing sets."""

from engine.language import after, book
from engine.spans import days
from tests.support.faultless import NURSE, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    book(
        "exercise",
        NURSE,
        minutes=30,
        within=days(14),
        remind=VISITS,
        missed=(a_call(),),
        could_not=a_call("exercise_at_home"),
        not_before=after("injektion", days(7)),
    ),
)
