"""A case behind one that always holds."""

from engine.language import case, choose
from engine.questions import all_of, flag
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    choose("falls", case("any", all_of(), a_call()), case("fell", flag("fell"), a_call("second_call")))
)
