"""STOP-Bang: the risk of sleep apnoea, from four answers and four facts; the limits of the neck are by sex."""

from dataclasses import replace
from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Number, YesNo, unworded
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import licensed

_ASKED = ("s", "t", "o", "p")


def _risk(reading: Reading) -> Scored:
    """Without the neck alone there are bounds; a band then only where both of them agree."""
    if reading.missing not in ((), ("neck_cm",)):
        return not_scorable(*reading.missing)
    if not reading.missing:
        widest = 41 if not reading.points("male") else 43
        return _with_neck(reading, large=reading.answers["neck_cm"].points >= widest)
    low, high = _with_neck(reading, large=False), _with_neck(reading, large=True)
    return Scored(
        status="bounded",
        band=low.band if low.band == high.band else None,
        missing=reading.missing,
        subscores={"min": int(low.exact or 0), "max": int(high.exact or 0)},
    )


def _with_neck(reading: Reading, *, large: bool) -> Scored:
    stop = sum(reading.answers[item].points for item in _ASKED)
    male = bool(reading.points("male"))
    heavy, old = reading.answers["bmi"].points > 35, reading.answers["age"].points > 50
    scored = whole(Fraction(stop + heavy + old + large + male))
    if stop >= 2 and (male or heavy or large):
        return replace(scored, band="high")
    return replace(scored, band="low" if stop + heavy + old + large + male <= 2 else _middle(scored))


def _middle(scored: Scored) -> str:
    return "high" if scored.exact is not None and scored.exact >= 5 else "intermediate"


STOP_BANG = Instrument(
    id="stop_bang",
    title="STOP-Bang",
    version="neck 43/41 cm",
    items=(
        *unworded(_ASKED, YesNo()),
        Item(id="bmi", wording=None, response=Number(low=10, high=100, unit="kg/m2")),
        Item(id="age", wording=None, response=Number(low=0, high=120, unit="years")),
        Item(id="neck_cm", wording=None, response=Number(low=20, high=80, unit="cm")),
        Item(id="male", wording=None, response=YesNo()),
    ),
    domain="sleep",
    recall="now",
    cadence="baseline, before sedation, when the weight changes; high leads to sleep and pharmacy",
    rule=_risk,
    missing_rule="without the neck alone there are bounds, not a score; all others are needed",
    score_range=(0, 8),
    outcomes=("low", "intermediate", "high"),
    # Older versions take 40 cm for everyone.
    origin=licensed("Chung 2016, neck by sex", "V", "proprietary to University Health Network"),
    languages=(),
)
