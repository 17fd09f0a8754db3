"""A choice by the ending of what has none of its own."""

from engine.language import case, choose, message, together
from engine.questions import outcome
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    together("both", a_call(), message("hello", "welcome")),
    choose("next", case("done", outcome("both", "done"), a_call("second_call"))),
)
