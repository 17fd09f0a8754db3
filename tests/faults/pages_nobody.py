"""A severity whose ladder tells nobody."""

from engine.ladders import Severity, ladder, tell
from engine.language import task
from engine.spans import days
from tests.support.faultless import FORMS, NURSE, URGENT, VISITS, WORK, a_pathway

MUTE = ladder("mute", tell(days(0)), again=days(1))
SOON = Severity(name="soon", within=days(1), ladder="mute")

PATHWAY = a_pathway(
    task("call", NURSE, severity=SOON), ladders=(FORMS, VISITS, WORK, MUTE), severities=(URGENT, SOON)
)
