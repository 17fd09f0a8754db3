"""A message to the patient that is worded for somebody else."""

from engine.language import message
from tests.support.faultless import a_pathway

PATHWAY = a_pathway(message("hello", "for_caregivers"))
