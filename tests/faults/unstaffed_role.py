"""Work for a role that nobody fills."""

from engine.language import task
from engine.spans import days
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(task("look_at_the_wound", "surgeon", within=days(2)))
