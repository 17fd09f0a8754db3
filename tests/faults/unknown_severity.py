"""A severity that the pathway does not list."""

from engine.ladders import Severity
from engine.language import task
from engine.spans import days
from tests.support.faultless import NURSE, a_pathway

SOON = Severity(name="soon", within=days(1), ladder="work")

PATHWAY = a_pathway(task("call", NURSE, severity=SOON), severities=())
