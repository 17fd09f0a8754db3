"""PHQ-9: depression over the past two weeks; the ninth item asks about thoughts of death and self-harm."""

from fractions import Fraction

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.items import Item, points
from instruments.rules import Total
from instruments.terms import ImportantChange, Origin, Trigger, bands

STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
HOW_OFTEN = points("Not at all", "Several days", "More than half the days", "Nearly every day")
LICENCE = "released by Pfizer in 2010 without copyright restriction"


def problem(item: str, wording: str, loinc: str | None = None) -> Item:
    """One problem of the PHQ family, rated by how often it bothered the person."""
    return Item(id=item, wording=wording, response=HOW_OFTEN, loinc=loinc)


PHQ9 = Instrument(
    id="phq9",
    title="Patient Health Questionnaire, 9 items",
    stem=STEM,
    items=(
        problem("q1", "Little interest or pleasure in doing things", "44250-9"),
        problem("q2", "Feeling down, depressed, or hopeless", "44255-8"),
        problem("q3", "Trouble falling or staying asleep, or sleeping too much", "44259-0"),
        problem("q4", "Feeling tired or having little energy", "44254-1"),
        problem("q5", "Poor appetite or overeating", "44251-7"),
        problem(
            "q6",
            "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
            "44258-2",
        ),
        problem(
            "q7",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            "44252-5",
        ),
        problem(
            "q8",
            "Moving or speaking so slowly that other people could have noticed? Or the opposite - being so "
            "fidgety or restless that you have been moving around a lot more than usual",
            "44253-3",
        ),
        problem(
            "q9",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
            "44260-8",
        ),
        Item(
            id="difficulty",
            wording="If you checked off any problems, how difficult have these problems made it for you to "
            "do your work, take care of things at home, or get along with other people?",
            response=points(
                "Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult"
            ),
            optional=True,
            loinc="69722-7",
        ),
    ),
    domain="mood",
    recall=weeks(2),
    cadence="baseline, 6 weeks, 12 weeks, 6 months, 12 months; every 2 weeks in a taper",
    rule=Total(may_miss=2),
    missing_rule="up to two missing items count as the mean of the others (PHQ instruction manual)",
    score_range=(0, 27),
    bands=bands(minimal=0, mild=5, moderate=10, moderately_severe=15, severe=20),
    important_change=ImportantChange(
        points=Fraction(5),
        worse_points=Fraction(5),
        worse_flags=("SUICIDE_ITEM_POSITIVE",),
        evidence="K",
        source="Kroenke; Löwe 2004",
    ),
    # An unanswered ninth item is never "no risk", even where the total may be prorated.
    triggers=(Trigger("SUICIDE_ITEM_POSITIVE", "q9", flag_if_missing="SUICIDE_ITEM_MISSING"),),
    origin=Origin(
        source="Kroenke 2001; bands as in Arroll 2010, PMC2906530",
        evidence="V",
        licence=LICENCE,
        shipping="ship",
    ),
    loinc_panel="44249-1",
    loinc_score="44261-6",
)
