"""A choice by a questionnaire that nobody asks."""

from engine.language import case, choose
from engine.questions import score
from instruments import PEG
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(choose("pain", case("high", score(PEG) >= 7, a_call())))
