"""The ladder of all work without its own is not there."""

from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), task_ladder="wrk")
