"""A name that no event could carry."""

from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call("first call"))
