"""A reminder that nobody has worded."""

from engine.ladders import call, expire, ladder, remind
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

LATE = ladder("late", remind(days(1), "hurry_up"), call(days(2), NURSE), expire(days(3)))

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=LATE), ladders=(FORMS, VISITS, WORK, LATE))
