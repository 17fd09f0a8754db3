"""How to undo a step that hangs on what cannot be moved."""

from engine.language import after, task
from engine.spans import days
from tests.support.faultless import DOCTOR, a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    task(
        "stop_the_medicine",
        DOCTOR,
        when=after("call", days(1)),
        within=days(1),
        undo=a_call("restart_the_medicine"),
    ),
)
