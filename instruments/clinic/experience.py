"""How patients find their care: five ratings in our own words."""

from instruments.instrument import Instrument
from instruments.items import Item, scale, text, yes_no
from instruments.rules import Mean
from instruments.terms import OUR_WORDS, bands


def _rate(item: str, sentence: str) -> Item:
    return scale(item, sentence, "Does not describe my care", "Fully describes my care")


EXPERIENCE = Instrument(
    id="experience",
    title="Your care with us",
    items=(
        _rate("q1", "My team worked as one team."),
        _rate("q2", "I had a say in my plan."),
        _rate("q3", "I knew what would happen next."),
        _rate("q4", "I could reach someone when I needed to."),
        _rate("q5", "I would choose this clinic again."),
        yes_no("may_call", "May we call you about what you told us here?", optional=True),
        text("comment", "What else should we know?"),
    ),
    domain="experience",
    recall="since the start of care",
    cadence="6 weeks, 12 weeks, discharge; never shown with a name to the treating clinician without consent",
    higher_is_worse=False,
    rule=Mean(may_miss=1),
    missing_rule="the mean of at least four answers",
    score_range=(0, 10),
    # Quality measure QM34 counts a mean of 8 or more.
    bands=bands(low=0, middle=5, high=8),
    origin=OUR_WORDS,
)
