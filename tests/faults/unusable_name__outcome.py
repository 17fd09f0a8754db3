"""An outcome that no event could carry."""

from engine.language import task
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(task("call", NURSE, within=days(1), outcomes={"not reached": ()}))
