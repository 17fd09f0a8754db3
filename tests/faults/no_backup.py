"""An alert for a role that nobody stands in for."""

from engine.language import task
from tests.support.faultless import URGENT, a_pathway

PATHWAY = a_pathway(task("come_at_once", "porter", severity=URGENT))
