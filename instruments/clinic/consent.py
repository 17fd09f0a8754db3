"""What the patient agrees to: care, use of data, texts, and what a caregiver may see."""

from instruments.instrument import Instrument
from instruments.items import text, yes_no
from instruments.terms import OUR_WORDS

CONSENT = Instrument(
    id="consent",
    title="Your choices",
    items=(
        yes_no("care", "I agree to take part in this care program."),
        yes_no("data", "I agree that the clinic keeps and uses my health records for my care."),
        yes_no("texts", "I agree to get text messages from my care team. I can stop them at any time."),
        yes_no("caregiver", "I want a person close to me to help with my care."),
        yes_no("caregiver_messages", "This person may get messages from you.", optional=True),
        yes_no("caregiver_visits", "This person may see my visits.", optional=True),
        yes_no("caregiver_plan", "This person may see my care plan.", optional=True),
        yes_no("caregiver_answers", "This person may see my answers and scores.", optional=True),
        text("caregiver_name", "Who is this person?"),
    ),
    recall="now",
    cadence="after the welcome call; can be changed at any time",
    origin=OUR_WORDS,
)
