"""Patient Specific Functional Scale: activities the patient names, rated each time, and their change."""

from collections.abc import Mapping
from fractions import Fraction
from statistics import mean

from engine.scores import Score, Value
from instruments.instrument import Instrument
from instruments.items import Item, Scale, text
from instruments.reading import Reading, read_form
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import ImportantChange, Origin

_ABLE = Scale(low_anchor="Unable to do it", high_anchor="Able to do it as before the problem")
_MOST = 5


def _mean_of_named(reading: Reading) -> Scored:
    named, missing = reading.asked, reading.unanswered(reading.asked)
    if len(named) > _MOST:
        return Scored(status="invalid", bad_items=named[_MOST:])
    if not reading.answers:
        return not_scorable(*(named or ("activity1",)))
    exact = mean(answer.points for answer in reading.answers.values())
    return Scored(
        status="partial" if missing else "complete", exact=exact, shown=half_up(exact, 1), missing=missing
    )


def psfs_change(baseline: Mapping[str, Value], follow_up: Mapping[str, Value]) -> Score:
    """How far the activities rated at both times have moved; positive is better."""
    before, after = (read_form(PSFS.items, PSFS.own_item, answers) for answers in (baseline, follow_up))
    bad = tuple(dict.fromkeys((*before.bad, *after.bad)))
    common = [activity for activity in before.answers if activity in after.answers]
    if bad or not common:
        return Score(instrument="psfs_change", status="invalid" if bad else "not_scorable", bad_items=bad)
    moved = mean(after.answers[name].points - before.answers[name].points for name in common)
    return Score(
        instrument="psfs_change",
        status="complete",
        exact=moved,
        shown=half_up(moved, 1),
        band=_detectable(moved, activities=len(common)),
        subscores={"common": len(common)},
    )


def _detectable(moved: Fraction, *, activities: int) -> str:
    # Beyond chance (90 %) is 2 points for the mean of several activities, 3 for a single one.
    if abs(moved) < (3 if activities == 1 else 2):
        return "no_detectable_change"
    return "detectable_improvement" if moved > 0 else "detectable_worsening"


PSFS = Instrument(
    id="psfs",
    title="Patient Specific Functional Scale",
    stem="Name up to three things you need or want to do that are hard because of your problem. "
    "How well can you do each of them today?",
    items=tuple(
        item
        for number in range(1, _MOST + 1)
        for item in (
            text(f"activity{number}_name", f"Activity {number}"),
            Item(id=f"activity{number}", wording="How well can you do it?", response=_ABLE, optional=True),
        )
    ),
    own_item=_ABLE,
    domain="function",
    recall="today",
    cadence="baseline, 6 weeks, 12 weeks, 6 and 12 months, always with the same stored activities",
    higher_is_worse=False,
    rule=_mean_of_named,
    missing_rule="the mean of the rated activities; an unrated one makes it partial",
    score_range=(0, 10),
    important_change=ImportantChange(
        points=Fraction(2),
        worse_points=Fraction(2),
        evidence="V",
        source="detectable change (90 %): mean 2, a single activity 3",
    ),
    origin=Origin(
        source="Stratford 1995; Rehab Measures",
        evidence="V",
        licence="free; the prompt is in our own words",
        shipping="ship",
    ),
)
