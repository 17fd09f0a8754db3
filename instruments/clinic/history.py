"""The intake form: the patient's own story for the team, and sections of coded answers for the pathway."""

from dataclasses import replace

from instruments.clinic.history_questions import SECTIONS, STORY
from instruments.instrument import Instrument
from instruments.rules import Sections
from instruments.terms import OUR_WORDS

HISTORY = Instrument(
    id="history",
    title="Your history",
    items=(
        *STORY,
        *(replace(item, section=name) for name, items in SECTIONS.items() for item in items),
    ),
    recall="now",
    cadence="at intake",
    rule=Sections(
        tuple(
            (name, tuple(item.id for item in items if not item.optional)) for name, items in SECTIONS.items()
        )
    ),
    origin=OUR_WORDS,
)
