"""A ladder that calls on a role that there is not."""

from engine.ladders import call, expire, ladder
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, VISITS, WORK, a_pathway

LATE = ladder("late", call(days(1), "owner"), expire(days(3)))

PATHWAY = a_pathway(ask("form", PEG, within=days(2), remind=LATE), ladders=(FORMS, VISITS, WORK, LATE))
