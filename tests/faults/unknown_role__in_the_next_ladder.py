"""A ladder whose next one names a role that nobody has."""

from engine.ladders import call, expire, ladder, remind
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, VISITS, WORK, a_pathway

LAST = ladder("last", call(days(2), "nurce"), expire(days(3)))
FIRST = ladder("first", remind(days(1), "reminder"), then=LAST)
PATHWAY = a_pathway(ask("pain", PEG, within=days(3), remind=FIRST), ladders=(FIRST, FORMS, VISITS, WORK))
