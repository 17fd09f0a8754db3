"""A procedure of which nobody is reminded."""

from engine.language import procedure
from engine.spans import weeks
from tests.support.faultless import DOCTOR, a_pathway

PATHWAY = a_pathway(procedure("injection", DOCTOR, minutes=60, within=weeks(6)))
