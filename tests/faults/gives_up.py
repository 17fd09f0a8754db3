"""Late work of which nobody is told any more after the first time."""

from engine.ladders import ladder, tell
from engine.language import task
from engine.spans import days
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

ONCE = ladder("once", tell(days(0), "owner"))

PATHWAY = a_pathway(task("call", NURSE, within=days(1), escalate=ONCE), ladders=(FORMS, VISITS, WORK, ONCE))
