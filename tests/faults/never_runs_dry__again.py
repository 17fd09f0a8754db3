"""A ladder that comes again until somebody acts, and is said to go on to another."""

from engine.ladders import ladder, tell
from engine.language import task
from engine.spans import days
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

FIRST = ladder("first", tell(days(0), "owner"), again=days(2), then=WORK)
PATHWAY = a_pathway(task("call", NURSE, within=days(3), escalate=FIRST), ladders=(FIRST, FORMS, VISITS, WORK))
