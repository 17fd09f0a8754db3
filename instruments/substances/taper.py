"""Arithmetic of a taper: the steps of a planned schedule, and how fast it is. A prescriber decides on each step."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Choice, Count, Item, Number, Option
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin

_SOURCE = Origin(
    source="HHS 2019 taper guide; VA rates of 5-20 % in 4 weeks",
    evidence="V",
    licence="arithmetic, no owner",
    shipping="ship",
)
_DOSE = Item(id="mme", wording="Dose now", response=Number(low=0, high=10_000, unit="MME a day"))
_CUT = Item(id="percent", wording="Taken away at each step", response=Number(low=0, high=100, unit="percent"))


def _steps(reading: Reading) -> Scored:
    """Carried on exactly, and rounded only where it is shown."""
    if reading.missing:
        return not_scorable(*reading.missing)
    dose, percent, steps = (reading.answers[item].points for item in ("mme", "percent", "steps"))
    of_original = reading.code("mode") == "of_original"
    doses = [dose]
    for _ in range(int(steps)):
        less = (dose if of_original else doses[-1]) * percent / 100
        doses.append(max(Fraction(0), doses[-1] - less))
    shown = {f"doses_{number}": float(half_up(one, 1)) for number, one in enumerate(doses, start=1)}
    return Scored(status="complete", subscores=shown)


def _pace(reading: Reading) -> Scored:
    """Percent in 28 days. How long it has been taken matters only beyond 10 percent."""
    missing = reading.unanswered(("mme", "percent", "every_days"))
    if missing:
        return not_scorable(*reading.missing)
    pace = reading.answers["percent"].points * 28 / reading.answers["every_days"].points
    months = reading.points("months_of_use")
    if months is None and 10 < pace <= 20:
        return not_scorable("months_of_use")
    return Scored(
        status="complete",
        exact=pace,
        shown=half_up(pace, 1),
        band=_pace_band(pace, long=bool(months and months >= 12)),
    )


def _pace_band(pace: Fraction, *, long: bool) -> str:
    if pace > 30:
        return "over_30_per_month"
    if pace > 20:
        return "second_signoff"
    if pace > 10 and long:
        return "faster_than_10_per_month_ge_1y"
    return "default_range" if pace >= 5 else "slower_than_default"


MME_TAPER = Instrument(
    id="mme_taper",
    title="Steps of a taper",
    items=(
        _DOSE,
        _CUT,
        Item(id="steps", wording="Steps", response=Count(high=60, unit="steps")),
        Item(
            id="mode",
            wording="Percent of what",
            response=Choice(
                options=(
                    Option(code="of_current", label="Of the dose before the step"),
                    Option(code="of_original", label="Of the dose at the start"),
                )
            ),
            optional=True,
        ),
    ),
    asked_by="nobody",
    domain="substances",
    recall="now",
    cadence="when a taper is planned",
    rule=_steps,
    missing_rule="dose, percent and number of steps are needed; percent of the current dose unless said",
    headline=("doses",),
    origin=_SOURCE,
)
TAPER_RATE = Instrument(
    id="taper_rate",
    title="Pace of a taper",
    items=(
        _DOSE,
        _CUT,
        Item(id="every_days", wording="Days from step to step", response=Count(low=1, high=365, unit="days")),
        Item(id="months_of_use", wording="Taken for", response=Number(low=0, high=1200, unit="months")),
    ),
    asked_by="nobody",
    domain="substances",
    recall="now",
    cadence="when a taper is planned; above 20 percent in 28 days a second prescriber signs",
    rule=_pace,
    missing_rule="dose, percent and days are needed, and the months of use where the pace hangs on them",
    outcomes=(
        "slower_than_default",
        "default_range",
        "faster_than_10_per_month_ge_1y",
        "second_signoff",
        "over_30_per_month",
    ),
    origin=_SOURCE,
)
