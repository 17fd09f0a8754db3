"""A call with a severity that the pathway does not list."""

from engine.ladders import call, expire, ladder
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

LATE = ladder("late", call(days(1), NURSE, severity="urgently"), expire(days(3)))

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=LATE), ladders=(FORMS, VISITS, WORK, LATE))
