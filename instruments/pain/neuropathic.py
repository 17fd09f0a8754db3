"""DN4, S-LANSS and painDETECT: whether pain is likely to come from nerves. A tag for the phenotype, no diagnosis."""

from fractions import Fraction

from engine.spans import days, weeks
from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option, Scale, YesNo, numbered, unworded
from instruments.reading import Reading
from instruments.rules import Scored, Total, Weighted, not_scorable, whole
from instruments.terms import bands, licensed

_CADENCE = "baseline, and with a new pain"
_INTERVIEW, _EXAM = numbered("i", 7), numbered("e", 3)


def _interview_and_exam(reading: Reading) -> Scored:
    """By phone or video there is no examination; the interview alone has a cut-off of its own."""
    by_phone = reading.unanswered(_EXAM) == _EXAM
    if reading.unanswered(_INTERVIEW) or (reading.missing and not by_phone):
        return not_scorable(*reading.missing)
    interview = sum((reading.answers[item].points for item in _INTERVIEW), Fraction(0))
    if by_phone:
        band = "positive" if interview >= 3 else "negative"
        return Scored(
            status="interview_only", exact=interview, shown=interview, band=band, missing=reading.missing
        )
    total = interview + sum(reading.answers[item].points for item in _EXAM)
    return whole(total, band="positive" if total >= 4 else "negative", interview=int(interview))


def _course_and_radiation(reading: Reading) -> Scored:
    scored = Total()(reading)
    if scored.exact is None:
        return scored
    # Radiation counts double; the sum has counted it once.
    return whole(scored.exact + reading.answers["radiation"].points)


DN4 = Instrument(
    id="dn4",
    title="DN4",
    items=(*unworded(_INTERVIEW, YesNo()), *unworded(_EXAM, YesNo())),
    asked_by="clinician",
    domain="pain",
    recall="now",
    cadence=_CADENCE,
    rule=_interview_and_exam,
    missing_rule="the seven of the interview are needed, and all three of the examination or none",
    score_range=(0, 10),
    outcomes=("negative", "positive"),
    origin=licensed("Bouhassira 2005", "K", "D. Bouhassira, licensed through Mapi"),
    languages=(),
)
S_LANSS = Instrument(
    id="s_lanss",
    title="S-LANSS",
    items=unworded(numbered("q", 7), YesNo()),
    domain="pain",
    recall=days(7),
    cadence=_CADENCE,
    rule=Weighted((5, 5, 3, 2, 1, 5, 3)),
    missing_rule="all seven items are needed",
    score_range=(0, 24),
    bands=bands(neuropathic_unlikely=0, neuropathic_likely=12),
    origin=licensed("Bennett 2005; cut seen, weights known", "K", "M. Bennett"),
    languages=(),
)
PAINDETECT = Instrument(
    id="paindetect",
    title="painDETECT",
    items=(
        *unworded(numbered("q", 7), Scale(high=5, low_anchor="Never", high_anchor="Very strongly")),
        Item(
            id="course",
            wording=None,
            response=Choice(
                options=(
                    Option(code=-1, label="Picture worth -1", points=-1),
                    Option(code=0, label="Picture worth 0"),
                    Option(code=1, label="Picture worth +1", points=1),
                )
            ),
        ),
        Item(id="radiation", wording=None, response=YesNo()),
    ),
    domain="pain",
    recall=weeks(4),
    cadence=_CADENCE,
    rule=_course_and_radiation,
    missing_rule="all nine answers are needed",
    score_range=(-1, 38),
    bands=bands(neuropathic_unlikely=-1, ambiguous=13, neuropathic_likely=19),
    # Freynhagen 2006 scores the course -1, 0, +1, +1; a public page lists up to 2.
    origin=licensed("Freynhagen 2006; NINDS page for the cut-offs", "V", "Pfizer, licensed through Mapi"),
    languages=(),
)
