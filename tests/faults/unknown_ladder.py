"""A ladder that the pathway does not list."""

from engine.ladders import call, expire, ladder
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import NURSE, a_pathway

SLOW = ladder("slow", call(days(7), NURSE), expire(days(30)))

PATHWAY = a_pathway(ask("first_check", PEG, within=days(2), remind=SLOW))
