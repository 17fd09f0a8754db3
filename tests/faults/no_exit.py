"""A pathway that never ends."""

from tests.support.faultless import a_pathway

PATHWAY = a_pathway(stages=())
