"""Two stages of one name."""

from engine.language import finish, stage
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(stages=(stage("care", a_call()), stage("care", finish("the_end", "well"))))
