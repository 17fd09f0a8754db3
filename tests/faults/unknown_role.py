"""A role that is misspelt."""

from engine.language import task
from engine.spans import days
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(task("call", "nurs", within=days(2)))
