"""A severity that names a ladder that is not there."""

from engine.ladders import Severity
from engine.language import task
from engine.spans import days
from tests.support.faultless import NURSE, URGENT, a_pathway

SOON = Severity(name="soon", within=days(1), ladder="works")

PATHWAY = a_pathway(task("call", NURSE, severity=SOON), severities=(URGENT, SOON))
