"""A ladder that stops asking before the next one could begin."""

from engine.ladders import call, expire, ladder, remind
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

FIRST = ladder("first", remind(days(1), "reminder"), call(days(2), NURSE), expire(days(3)), then=FORMS)
PATHWAY = a_pathway(ask("pain", PEG, within=days(3), remind=FIRST), ladders=(FIRST, FORMS, VISITS, WORK))
