"""What follows an outcome that the step does not have."""

from engine.language import task
from engine.spans import days
from tests.support.faultless import NURSE, a_call, a_pathway

CALL = task("call", NURSE, within=days(2), outcomes={"reached": a_call("second_call")})

PATHWAY = a_pathway(CALL.model_copy(update={"outcomes": ("spoken_to",)}))
