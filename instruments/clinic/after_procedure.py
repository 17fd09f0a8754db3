"""One day and three days after a procedure: warning signs, medicine started again, pain, sugar and sleep."""

from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option, scale, text, yes_no
from instruments.pain.nrs_pain import LEAST, WORST
from instruments.rules import Screen
from instruments.terms import OUR_WORDS, Trigger

_SIGNS = {
    "fever": ("RF03", "Do you have a fever of 100.4 F (38 C) or more, or chills?"),
    "new_weakness": ("RF02", "Has an arm or a leg become weak?"),
    "numb_saddle": ("RF01", "Are you numb between your legs?"),
    "bladder_bowel": ("RF01", "Is it hard to pass or hold your urine or stool?"),
    "sudden_back_pain": ("RF04", "Did very bad back pain start all at once?"),
    "headache_upright": ("RF05", "Do you have a headache that is much worse when you sit up?"),
    "wound": ("WOUND_PROBLEM", "Is the spot bleeding, red, swollen or leaking?"),
    "breathing_rash": ("RF10", "Is it hard to breathe, or do you have hives or a swollen face?"),
    "high_sugar": ("RF19", "Was your sugar over 300 twice, or over 250 while you felt sick or very thirsty?"),
}
_OPTIONAL = ("high_sugar",)
_RESTARTED = Choice(
    options=(
        Option(code="yes", label="Yes"),
        Option(code="no", label="No", points=1),
        Option(code="not_applicable", label="I did not stop any medicine"),
    )
)

AFTER_PROCEDURE = Instrument(
    id="after_procedure",
    title="How are you after your procedure?",
    items=(
        *(yes_no(item, words, optional=item in _OPTIONAL) for item, (_, words) in _SIGNS.items()),
        Item(
            id="medicine_restarted",
            wording="If you stopped a medicine for this, are you taking it again as planned?",
            response=_RESTARTED,
        ),
        scale("pain", "How bad is your pain right now?", LEAST, WORST),
        yes_no("slept_badly", "Did you sleep badly since then?", optional=True),
        yes_no("flushed", "Did your face get red and warm?", optional=True),
        text("comment", "What else should we know?"),
    ),
    recall="since the procedure",
    cadence="24 hours and 72 hours after a procedure",
    rule=Screen((*_SIGNS, "medicine_restarted")),
    outcomes=("negative", "positive"),
    triggers=(
        *(Trigger(flag, item) for item, (flag, _) in _SIGNS.items()),
        Trigger("MEDICINE_NOT_RESTARTED", "medicine_restarted"),
    ),
    origin=OUR_WORDS,
)
