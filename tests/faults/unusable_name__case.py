"""A case that a person could not choose where the facts do not decide."""

from engine.language import case, choose
from engine.questions import age
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(choose("age_group", case("65+", age() >= 65)))
