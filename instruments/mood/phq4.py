"""PHQ-4: two items on anxiety and two on depression, as a quick check for both."""

from dataclasses import replace

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.mood.gad7 import GAD7
from instruments.mood.phq9 import LICENCE, PHQ9, STEM
from instruments.reading import Reading
from instruments.rules import Scored, Total
from instruments.terms import Origin, bands


def _two_halves(reading: Reading) -> Scored:
    scored = Total()(reading)
    if scored.exact is None:
        return scored
    worth = [int(answer.points) for answer in reading.answers.values()]
    anxiety, depression = sum(worth[:2]), sum(worth[2:])
    return replace(
        scored,
        subscores={
            "anxiety": anxiety,
            "depression": depression,
            "anxiety_positive": anxiety >= 3,
            "depression_positive": depression >= 3,
        },
    )


PHQ4 = Instrument(
    id="phq4",
    title="Patient Health Questionnaire, 4 items",
    stem=STEM,
    items=(
        *GAD7.items[:2],
        *(replace(item, id=own) for item, own in zip(PHQ9.items[:2], ("q3", "q4"), strict=True)),
    ),
    domain="mood",
    recall=weeks(2),
    cadence="at quick check visits; a positive half leads to the full form",
    rule=_two_halves,
    missing_rule="all four items are needed",
    score_range=(0, 12),
    bands=bands(normal=0, mild=3, moderate=6, severe=9),
    origin=Origin(
        source="Kroenke 2009",
        evidence="V",
        licence=LICENCE,
        shipping="ship",
    ),
    loinc_score="70272-0",
)
