"""Baselines until a moment that nothing sets."""

from engine.language import milestone
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(milestone("plan_agreed"), a_call(), baseline_until="plan_agrees")
