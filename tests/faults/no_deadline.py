"""A task that may take for ever."""

from engine.language import task
from tests.support.faultless import NURSE, a_pathway

PATHWAY = a_pathway(task("call", NURSE))
