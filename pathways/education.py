"""What we teach: four short lessons, each sent in writing and then talked through. Draft, for sign-off.

Source: clinical reference section 4.5; the order and the rhythm are product defaults [P].
"""

from engine.language import after, message, task, therapy
from engine.spans import Span, clinic_days, weeks
from engine.words import Step
from pathways.roles import COORDINATOR, PHARMACIST, PHYSIOTHERAPIST, PSYCHOLOGIST


def lesson(topic: str, teacher: str, *, later: Span) -> tuple[Step, Step]:
    """Sent, then told back in the patient's own words; if that is hard, taught once more."""
    return (
        message(f"lesson_{topic}", "lesson_ready", when=after("education_begins", later)),
        task(
            f"talk_about_{topic}",
            teacher,
            within=clinic_days(7),
            contact=True,
            outcomes={
                "told_back": (),
                "once_more": task(f"teach_{topic}_again", teacher, within=clinic_days(7), contact=True),
                "not_wanted": (),
            },
        ),
    )


EDUCATION = therapy(
    "education",
    "Understanding and managing pain",
    task(
        "education_begins",
        COORDINATOR,
        within=clinic_days(2),
        outcomes={"in_own_language": (), "interpreter_booked": ()},
    ),
    *lesson("what_pain_is", PSYCHOLOGIST, later=weeks(0)),
    *lesson("pacing", PHYSIOTHERAPIST, later=weeks(2)),
    *lesson("a_flare_plan", COORDINATOR, later=weeks(4)),
    *lesson("medicine_safety", PHARMACIST, later=weeks(6)),
)
