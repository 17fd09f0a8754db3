"""The one-minute diary: pain, tiredness, mood, what was planned, and whether today is a flare."""

from instruments.instrument import Instrument
from instruments.items import Item, Number, count, scale, text, yes_no
from instruments.pain.nrs_pain import LEAST, WORST
from instruments.terms import OUR_WORDS

DIARY = Instrument(
    id="diary",
    title="Your diary",
    items=(
        scale("pain_average", "How was your pain on average today?", LEAST, WORST),
        scale("pain_worst", "How was your pain at its worst today?", LEAST, WORST),
        scale("fatigue", "How tired were you today?", "Not tired", "As tired as can be"),
        scale("mood", "How was your mood today?", "Very low", "Very good"),
        yes_no("quota_done", "Did you do what you planned for today?"),
        yes_no("flare", "Is today a flare?"),
        count("steps", "How many steps did you take today?", "steps", high=100_000, optional=True),
        Item(
            id="hours_in_bed",
            wording="How many hours were you in bed last night?",
            response=Number(low=0, high=24, unit="hours"),
            optional=True,
        ),
        Item(
            id="hours_asleep",
            wording="How many hours did you sleep last night?",
            response=Number(low=0, high=24, unit="hours"),
            optional=True,
        ),
        text("note", "What would you like to note?"),
    ),
    recall="today",
    cadence="daily or weekly, as the patient chose; a soft prompt only",
    origin=OUR_WORDS,
)
