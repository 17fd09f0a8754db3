"""Work that a safety rule gives to a role that nobody stands in for."""

from engine.language import safety, task
from engine.questions import reported
from engine.spans import days
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    safety=(safety("fall", reported("fall"), task("help_up", "porter", within=days(1))),),
)
