"""What staff do after an ending that no journey has."""

from engine.language import on_ending
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), endings=(on_ending("wel", a_call("file_the_record")),))
