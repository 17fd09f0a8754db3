"""A visit for after an injection that would be cancelled as the injection begins."""

from engine.language import after, book, procedure
from engine.spans import days
from tests.support.faultless import DOCTOR, NURSE, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    procedure(
        "injection",
        DOCTOR,
        minutes=30,
        within=days(30),
        remind=VISITS,
        before=book(
            "exercise",
            NURSE,
            minutes=30,
            within=days(14),
            remind=VISITS,
            missed=(a_call(),),
            could_not=a_call("exercise_at_home"),
            not_before=after("injection", days(7)),
        ),
    ),
)
