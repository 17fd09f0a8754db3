"""A therapy that is expected to come out in a way that none ever does."""

from engine.language import case, choose, confer, deliver_plan, therapy
from engine.questions import outcome
from engine.spans import clinic_days
from tests.support.faultless import DOCTOR, a_call, a_pathway

PATHWAY = a_pathway(
    confer("team", quorum=(DOCTOR,), within=clinic_days(5), plans=True, retry=clinic_days(5)),
    deliver_plan(),
    choose("next", case("no", outcome("massage", "decline"), a_call())),
    therapies=(therapy("massage", "Massage", a_call("massage_call")),),
)
