"""A name that the engine itself gives to tasks."""

from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call("hold_review"))
