"""Patients on the core programme, for tests that act on them."""

from engine.clinic import Clinic
from engine.events import Enrolled
from tests.support.at_work import AtWork
from tests.web.console.conftest import NOW, Desk
from workflows.door import Door
from workflows.memory import Enrolment, PatientMemory


async def enrolled(desk: Desk, working: AtWork, name: str, family: str = "Rivera") -> str:
    """With a conducted clock that stands at NOW: the first step is the coordinator's triage."""
    patient = await desk.patient(f"p-{name}", family)
    enrolment = Enrolment(
        journey=f"j-{name}",
        pathway=working.pathway,
        event=Enrolled(id="enrolled", at=NOW, zone="America/New_York", clinic=Clinic()),
    )
    await Door(working.client, patient).enrol(enrolment, PatientMemory(patient=patient, clock=NOW))
    return patient
