"""How often medicine for pain was taken, before a procedure and after it."""

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import choice, count, yes_no
from instruments.terms import OUR_WORDS

MEDICINE_USE = Instrument(
    id="medicine_use",
    title="Your pain medicine",
    items=(
        count("medicine_days", "On how many of the past 7 days did you take pain medicine?", "days", high=7),
        yes_no("strong_medicine", "Was any of it an opioid, such as oxycodone, tramadol or morphine?"),
        choice(
            "compared",
            "How does this compare with a usual week?",
            ("none", "I took none"),
            ("less", "Less"),
            ("same", "The same"),
            ("more", "More"),
        ),
    ),
    recall=days(7),
    cadence="7 days before a procedure; 6 weeks, 3 and 6 months after it",
    origin=OUR_WORDS,
)
