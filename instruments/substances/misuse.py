"""COMM and SOAPP-R: misuse of opioids, during and before their use. Every item is needed."""

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, licensed

_HOW_OFTEN = Scale(high=4, low_anchor="Never", high_anchor="Very often")
_OWNER = "Inflexxion licence"

COMM = Instrument(
    id="comm",
    title="Current Opioid Misuse Measure",
    items=unworded(numbered("q", 17), _HOW_OFTEN),
    domain="substances",
    recall=days(30),
    cadence="on opioids every 3 to 6 months; positive means a closer cadence",
    rule=Total(),
    missing_rule="all 17 items are needed",
    score_range=(0, 68),
    bands=bands(negative=0, positive=9),
    origin=licensed("Butler 2007", "K", _OWNER),
    languages=(),
)
SOAPP_R = Instrument(
    id="soapp_r",
    title="Screener and Opioid Assessment for Patients with Pain, revised",
    items=unworded(numbered("q", 24), _HOW_OFTEN),
    domain="substances",
    recall="not fixed",
    cadence="before an opioid; positive means a closer cadence",
    rule=Total(),
    missing_rule="all 24 items are needed",
    score_range=(0, 96),
    bands=bands(negative=0, positive=18),
    origin=licensed("Butler 2008", "K", _OWNER),
    languages=(),
)
