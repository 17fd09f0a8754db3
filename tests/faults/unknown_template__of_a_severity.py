"""What the patient is to see at once is not worded."""

from engine.ladders import Severity
from engine.language import task
from engine.spans import days
from tests.support.faultless import NURSE, URGENT, a_pathway

SOON = Severity(name="soon", within=days(1), ladder="work", shows="call_as")

PATHWAY = a_pathway(task("call", NURSE, severity=SOON), severities=(URGENT, SOON))
