"""A rule that counts how often a message was missed."""

from engine.language import message, rule
from engine.questions import missed_in_a_row
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    message("hello", "welcome"),
    rules=(rule("silent", missed_in_a_row("hello") >= 3, a_call()),),
)
