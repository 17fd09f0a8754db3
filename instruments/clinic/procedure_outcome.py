"""How a procedure turned out after weeks and months: relief, activity, physical therapy, late infection."""

from instruments.instrument import Instrument
from instruments.items import Item, Number, yes_no
from instruments.terms import OUR_WORDS, Trigger

PROCEDURE_OUTCOME = Instrument(
    id="procedure_outcome",
    title="How did your procedure turn out?",
    items=(
        Item(
            id="percent_relief",
            wording="How much of your pain has gone since the procedure? 0 is none of it, 100 is all of it.",
            response=Number(low=0, high=100, unit="%"),
        ),
        yes_no("pt_visit_done", "Have you seen your physical therapist since then?"),
        yes_no("activity_restarted", "Have you gone back to being active?"),
        yes_no("infection_signs", "Do you have a fever, or is the spot red, hot, swollen or leaking?"),
    ),
    recall="since the procedure",
    cadence="7 days, 2 weeks, 6 weeks, 3 and 6 months after a procedure",
    triggers=(Trigger("RF03", "infection_signs"),),
    origin=OUR_WORDS,
)
