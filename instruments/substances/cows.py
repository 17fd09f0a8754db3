"""Clinical Opiate Withdrawal Scale: eleven signs that a clinician rates within half an hour."""

from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option
from instruments.rules import Total
from instruments.terms import Origin, bands


def _sign(item: str, wording: str, **labels: str) -> Item:
    """Each answer by its points: `p0="Resting pulse 80 or below"`. The points between are not on the scale."""
    worths = ((int(name.removeprefix("p")), label) for name, label in labels.items())
    options = tuple(Option(code=worth, label=label, points=worth) for worth, label in worths)
    return Item(id=item, wording=wording, response=Choice(options=options))


COWS = Instrument(
    id="cows",
    title="Clinical Opiate Withdrawal Scale",
    items=(
        _sign(
            "pulse",
            "Resting pulse rate, measured after the patient has been sitting or lying for one minute",
            p0="Pulse rate 80 or below",
            p1="Pulse rate 81-100",
            p2="Pulse rate 101-120",
            p4="Pulse rate greater than 120",
        ),
        _sign(
            "sweat",
            "Sweating over the past half hour, not accounted for by room temperature or patient activity",
            p0="No report of chills or flushing",
            p1="Subjective report of chills or flushing",
            p2="Flushed or observable moistness on face",
            p3="Beads of sweat on brow or face",
            p4="Sweat streaming off face",
        ),
        _sign(
            "restless",
            "Restlessness, observed during the assessment",
            p0="Able to sit still",
            p1="Reports difficulty sitting still, but is able to do so",
            p3="Frequent shifting or extraneous movements of legs or arms",
            p5="Unable to sit still for more than a few seconds",
        ),
        _sign(
            "pupil",
            "Pupil size",
            p0="Pupils pinned or normal size for room light",
            p1="Pupils possibly larger than normal for room light",
            p2="Pupils moderately dilated",
            p5="Pupils so dilated that only the rim of the iris is visible",
        ),
        _sign(
            "ache",
            "Bone or joint aches; of pain that was there before, only what withdrawal adds",
            p0="Not present",
            p1="Mild diffuse discomfort",
            p2="Patient reports severe diffuse aching of joints or muscles",
            p4="Patient is rubbing joints or muscles and is unable to sit still because of discomfort",
        ),
        _sign(
            "nose",
            "Runny nose or tearing, not accounted for by cold symptoms or allergies",
            p0="Not present",
            p1="Nasal stuffiness or unusually moist eyes",
            p2="Nose running or tearing",
            p4="Nose constantly running or tears streaming down cheeks",
        ),
        _sign(
            "gi",
            "Stomach and bowels, over the last half hour",
            p0="No symptoms",
            p1="Stomach cramps",
            p2="Nausea or loose stool",
            p3="Vomiting or diarrhea",
            p5="Multiple episodes of diarrhea or vomiting",
        ),
        _sign(
            "tremor",
            "Tremor, observed on outstretched hands",
            p0="No tremor",
            p1="Tremor can be felt, but not observed",
            p2="Slight tremor observable",
            p4="Gross tremor or muscle twitching",
        ),
        _sign(
            "yawn",
            "Yawning, observed during the assessment",
            p0="No yawning",
            p1="Yawning once or twice during the assessment",
            p2="Yawning three or more times during the assessment",
            p4="Yawning several times a minute",
        ),
        _sign(
            "anxiety",
            "Anxiety or irritability",
            p0="None",
            p1="Patient reports increasing irritability or anxiousness",
            p2="Patient obviously irritable or anxious",
            p4="Patient so irritable or anxious that taking part in the assessment is difficult",
        ),
        _sign(
            "goose",
            "Gooseflesh skin",
            p0="Skin is smooth",
            p3="Gooseflesh can be felt, or hairs standing up on arms",
            p5="Prominent gooseflesh",
        ),
    ),
    asked_by="clinician",
    domain="substances",
    recall="now",
    cadence="steps of a taper; from 13 on a prescriber sees it the same day",
    rule=Total(),
    missing_rule="all eleven signs are needed",
    score_range=(0, 48),
    bands=bands(none=0, mild=5, moderate=13, moderately_severe=25, severe=37),
    origin=Origin(
        source="Wesson and Ling 2003; allowed values known from the form",
        evidence="K",
        licence="its form says that it may be copied and used clinically",
        shipping="ship",
    ),
)
