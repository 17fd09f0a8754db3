"""A therapy that no case conference can choose."""

from engine.language import deliver_plan, therapy
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(deliver_plan(), therapies=(therapy("exercise", "Exercise", a_call()),))
