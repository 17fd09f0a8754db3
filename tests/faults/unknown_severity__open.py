"""An open task of a severity that the pathway does not have."""

from engine.conditions import SafetyOpen
from engine.language import case, choose
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(choose("discharge", case("blocked", SafetyOpen(severities=("urgnt",)), a_call())))
