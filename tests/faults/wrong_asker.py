"""Questions about suicide by text, which a person must ask."""

from engine.language import ask, safety, task
from engine.questions import answer, any_of
from engine.spans import days
from instruments import ASQ
from tests.support.faultless import DOCTOR, FORMS, URGENT, a_pathway

READS_EACH = safety(
    "suicide_risk",
    any_of(*(answer(ASQ, item).says("yes") for item in ASQ.item_ids)),
    task("call_at_once", DOCTOR, severity=URGENT),
)
PATHWAY = a_pathway(ask("suicide_screen", ASQ, within=days(1), remind=FORMS), safety=(READS_EACH,))
