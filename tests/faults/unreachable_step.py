"""Steps behind the end."""

from engine.language import finish, message, stage
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    stages=(stage("care", a_call(), finish("the_end", "well"), message("goodbye", "welcome")),)
)
