"""How to undo a step that no procedure could make undone."""

from engine.language import task
from engine.spans import days
from tests.support.faultless import DOCTOR, a_call, a_pathway

PATHWAY = a_pathway(task("stop_the_medicine", DOCTOR, within=days(1), undo=a_call("restart_the_medicine")))
