"""A choice by the score of a form that has none."""

from engine.language import ask, case, choose
from engine.questions import score
from engine.spans import days
from instruments import CONSENT
from tests.support.faultless import FORMS, a_call, a_pathway

PATHWAY = a_pathway(
    ask("agreement", CONSENT, within=days(2), remind=FORMS),
    choose("agreed", case("yes", score(CONSENT) >= 1, a_call())),
)
