"""A care plan that no case conference makes."""

from engine.language import deliver_plan
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(deliver_plan())
