"""Three days before a procedure: has anything changed that the team must know of?"""

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import yes_no
from instruments.rules import Screen
from instruments.terms import OUR_WORDS, Trigger

_ITEMS = (
    yes_no("fever", "Do you have a fever, or have you had one this week?"),
    yes_no("infection", "Do you have an infection, such as a cough, a sore or pain when you pass urine?"),
    yes_no("antibiotics", "Are you taking an antibiotic?"),
    yes_no("new_medicine", "Have you started a new medicine?"),
    yes_no("pregnancy", "Are you pregnant, or could you be?"),
    yes_no("hold_missed", "Did you miss a step in your plan to stop or go on with a medicine?"),
    yes_no("no_escort", "Do you still need an adult to take you home?"),
    yes_no("new_weakness", "Has an arm or a leg become weak?"),
)

CHANGE_SCREEN = Instrument(
    id="change_screen",
    title="Has anything changed?",
    items=_ITEMS,
    recall=days(7),
    cadence="3 days before a procedure",
    rule=Screen(tuple(item.id for item in _ITEMS)),
    outcomes=("negative", "positive"),
    triggers=(Trigger("RF02", "new_weakness"),),
    origin=OUR_WORDS,
)
