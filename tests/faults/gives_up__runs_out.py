"""Work of staff that simply runs out; only a form may."""

from engine.ladders import expire, ladder, tell
from engine.language import task
from engine.spans import days
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

ENDS = ladder("ends", tell(days(0), "owner"), expire(days(7)))

PATHWAY = a_pathway(task("call", NURSE, within=days(1), escalate=ENDS), ladders=(FORMS, VISITS, WORK, ENDS))
