"""A small clinic and a small pathway without a fault: each broken pathway changes one thing of it."""

from dataclasses import replace

from commandline.catalogue import catalogue
from engine.faults import Catalogue, KnownRole, KnownTemplate
from engine.ladders import Severity, call, expire, ladder, remind, tell
from engine.language import finish, safety, stage, task
from engine.questions import answer, left_out
from engine.spans import clinic_days, days, hours
from engine.words import Pathway, Step, Task
from instruments import PHQ9

NURSE = "nurse"
DOCTOR = "doctor"

# For forms of patients, for visits, and for work of staff.
FORMS = ladder("forms", remind(days(1), "reminder"), call(days(3), NURSE), expire(days(7)))
VISITS = ladder("visits", remind(-days(1), "visit_soon", since="start"))
WORK = ladder("work", tell(days(0), "owner"), tell(days(2), DOCTOR), again=days(2))
URGENT = Severity(name="urgent", within=hours(4), ladder="work", shows="call_us")

CATALOGUE: Catalogue = replace(
    catalogue(),
    roles={
        NURSE: KnownRole(backup=DOCTOR),
        DOCTOR: KnownRole(backup=NURSE),
        "surgeon": KnownRole(staffed=False),
        "porter": KnownRole(),
    },
    templates={
        "welcome": KnownTemplate(),
        "form_due": KnownTemplate(fields=("link",)),
        "reminder": KnownTemplate(fields=("link",)),
        "visit_soon": KnownTemplate(),
        "call_us": KnownTemplate(topic="emergency", says="call_us"),
        "call_an_ambulance": KnownTemplate(topic="emergency", says="call_an_ambulance"),
        "on_call_number": KnownTemplate(promises_a_call=True),
        "for_caregivers": KnownTemplate(audience="caregiver"),
    },
    pathways=frozenset({"small", "flare_up"}),
)

SELF_HARM = (
    safety(
        "self_harm",
        answer(PHQ9, "q9") >= 1,
        task("call_about_self_harm", DOCTOR, severity=URGENT, contact=True),
    ),
    safety("self_harm_left_out", left_out(PHQ9, "q9"), task("ask_about_self_harm", NURSE, within=days(1))),
)


def a_pathway(*steps: Step, **changes: object) -> Pathway:
    """These steps in a stage of their own, then the end. `changes` replace parts of the pathway."""
    parts: dict[str, object] = {
        "name": "small",
        "title": "A small pathway",
        "stages": (stage("care", *steps, finish("the_end", "well")),),
        "ladders": (FORMS, VISITS, WORK),
        "severities": (URGENT,),
        "coordinator": NURSE,
        "operations": DOCTOR,
        "task_ladder": "work",
        "texting_consent": "agreed_to_texts",
    }
    return Pathway.model_validate({**parts, **changes})


def a_call(name: str = "call") -> Task:
    """Something that takes time, and that there is nothing to say against."""
    return task(name, NURSE, within=clinic_days(1))
