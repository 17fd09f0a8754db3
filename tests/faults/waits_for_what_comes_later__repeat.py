"""Steps that wait until they have been repeated often enough."""

from engine.language import after, message, repeat
from engine.spans import days, weeks
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(
    repeat("weekly", message("hello", "welcome", when=after("weekly", days(1))), every=weeks(1), at_most=3)
)
