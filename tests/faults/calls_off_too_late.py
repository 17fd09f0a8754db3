"""A procedure that is called off by what only follows it."""

from engine.language import cancel, procedure, task
from engine.spans import days
from tests.support.faultless import DOCTOR, VISITS, a_pathway

PATHWAY = a_pathway(
    procedure(
        "injection",
        DOCTOR,
        minutes=30,
        within=days(30),
        remind=VISITS,
        after=task(
            "still_wanted",
            DOCTOR,
            within=days(2),
            outcomes={"wanted": (), "not_wanted": cancel("no_injection", "injection")},
        ),
    ),
)
