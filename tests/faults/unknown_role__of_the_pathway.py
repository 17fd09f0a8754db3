"""The pathway's own coordinator is misspelt."""

from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), coordinator="nurze")
