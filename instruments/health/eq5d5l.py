"""EQ-5D-5L: a profile of five dimensions and a rating of health. There is no index without a licensed value set."""

from instruments.instrument import Instrument
from instruments.items import Item, Scale, numbered, unworded
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import licensed

_DIMENSIONS = numbered("d", 5)


def _profile(reading: Reading) -> Scored:
    """A code like 21243. The rating may be missing; the profile needs all of its dimensions."""
    if reading.unanswered(_DIMENSIONS):
        return not_scorable(*reading.missing)
    profile = "".join(str(reading.answers[item].code) for item in _DIMENSIONS)
    return Scored(
        status="partial" if reading.missing else "complete",
        missing=reading.missing,
        subscores={"profile": profile, "vas": reading.code("vas"), "index": "needs_value_set"},
    )


EQ5D5L = Instrument(
    id="eq5d5l",
    title="EQ-5D-5L",
    items=(
        *unworded(_DIMENSIONS, Scale(low=1, high=5, low_anchor="None", high_anchor="Unable / extreme")),
        Item(
            id="vas",
            wording=None,
            response=Scale(high=100, low_anchor="Worst health", high_anchor="Best health"),
        ),
    ),
    domain="health",
    recall="today",
    cadence="baseline, 6 and 12 months",
    rule=_profile,
    missing_rule="the profile needs its five dimensions",
    headline=("profile",),
    origin=licensed("EuroQol 2011", "V", "EuroQol registration; a fee for commercial use"),
    languages=(),
)
