"""Visits counted of a step that has none."""

from engine.language import case, choose
from engine.questions import attended
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), choose("dose", case("full", attended("call") >= 9, a_call("second_call"))))
