"""A choice by an outcome of a step that has only endings."""

from engine.language import case, choose
from engine.questions import outcome
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(), choose("next", case("reached", outcome("call", "finished"), a_call("second_call")))
)
