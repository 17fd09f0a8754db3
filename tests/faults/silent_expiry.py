"""A questionnaire that runs out, and nobody is told."""

from engine.ladders import expire, ladder, remind
from engine.language import ask
from engine.spans import days
from instruments import PEG
from tests.support.faultless import FORMS, VISITS, WORK, a_pathway

QUIET = ladder("quiet", remind(days(1), "reminder"), expire(days(7)))

PATHWAY = a_pathway(
    ask("first_check", PEG, within=days(2), remind=QUIET), ladders=(FORMS, VISITS, WORK, QUIET)
)
