"""A step behind the end, in steps that are repeated."""

from engine.language import finish, message, repeat
from engine.spans import weeks
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    repeat(
        "weekly", a_call(), finish("enough", "well"), message("hello", "welcome"), every=weeks(1), at_most=4
    )
)
