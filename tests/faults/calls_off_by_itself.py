"""A procedure that nobody has decided against, called off by a flag."""

from engine.language import cancel, case, choose, procedure, task, together
from engine.questions import flag
from engine.spans import days
from tests.support.faultless import DOCTOR, VISITS, a_call, a_pathway

PATHWAY = a_pathway(
    together(
        "around_the_injection",
        procedure("injection", DOCTOR, minutes=30, within=days(30), remind=VISITS),
        (
            task(
                "still_wanted",
                DOCTOR,
                within=days(2),
                outcomes={"wanted": (), "not_wanted": cancel("no_injection", "injection")},
            ),
            a_call(),
            choose(
                "still_in_pain", case("no", flag("painless"), cancel("painless", "injection")), undecided=()
            ),
        ),
    )
)
