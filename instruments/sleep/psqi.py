"""Pittsburgh Sleep Quality Index: seven components of the past month's sleep."""

from collections.abc import Iterable
from fractions import Fraction

from engine.spans import months
from instruments.instrument import Instrument
from instruments.items import Item, Number, Scale, unworded
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import bands, both_ways, licensed

_DAY = 24 * 60
_HOW_OFTEN = Scale(high=3, low_anchor="Not during the past month", high_anchor="Three or more times a week")
_TROUBLES = tuple(f"q5{letter}" for letter in "bcdefghij")


def _seven(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    worth = {item: answer.points for item, answer in reading.answers.items()}
    in_bed = (worth["rise_time"] - worth["bed_time"]) % _DAY  # the night crosses midnight
    asleep = worth["hours_asleep"] * 60
    if not in_bed or asleep > in_bed:
        return Scored(status="invalid", bad_items=("hours_asleep" if in_bed else "rise_time",))
    efficiency = 100 * asleep / in_bed
    components = (
        int(worth["q9"]),
        _band(_reached(worth["minutes_to_sleep"], over=(15, 30, 60)) + worth["q5a"]),
        _short(worth["hours_asleep"]),
        3 - _reached(efficiency, at=(65, 75, 85)),
        _reached(sum((worth[item] for item in _TROUBLES), Fraction(0)), at=(1, 10, 19)),
        int(worth["q6"]),
        _band(worth["q7"] + worth["q8"]),
    )
    total = Fraction(sum(components))
    subscores = {f"components_{number}": part for number, part in enumerate(components, start=1)}
    return Scored(
        status="complete",
        exact=total,
        shown=total,
        subscores={**subscores, "se": float(half_up(efficiency, 1))},
    )


def _reached(number: Fraction, *, at: Iterable[int] = (), over: Iterable[int] = ()) -> int:
    """How many of the steps a number has come to, or gone beyond."""
    return sum(number >= step for step in at) + sum(number > step for step in over)


def _band(two: Fraction) -> int:
    """A sum of two items, each 0 to 3, as a component."""
    return _reached(two, at=(1, 3, 5))


def _short(hours: Fraction) -> int:
    """More than seven is best; exactly seven is the next."""
    return 3 - _reached(hours, at=(5, 6), over=(7,))


def _clock(item: str) -> Item:
    return Item(id=item, wording=None, response=Number(low=0, high=_DAY - 1, unit="minutes after midnight"))


PSQI = Instrument(
    id="psqi",
    title="Pittsburgh Sleep Quality Index",
    items=(
        _clock("bed_time"),
        _clock("rise_time"),
        Item(id="minutes_to_sleep", wording=None, response=Number(low=0, high=720, unit="minutes")),
        Item(id="hours_asleep", wording=None, response=Number(low=0, high=24, unit="hours")),
        *unworded(("q5a", *_TROUBLES, "q6", "q7", "q8"), _HOW_OFTEN),
        *unworded(("q9",), Scale(high=3, low_anchor="Very good", high_anchor="Very bad")),
    ),
    domain="sleep",
    recall=months(1),
    cadence="baseline, 12 weeks",
    rule=_seven,
    missing_rule="all items are needed",
    score_range=(0, 21),
    bands=bands(good_sleeper=0, poor_sleeper=6),
    important_change=both_ways("3", "V", "Buysse 1989; open scorer, its gaps between the limits closed"),
    origin=licensed("Buysse 1989", "V", "University of Pittsburgh, for commercial or funded use"),
    languages=(),
)
