"""Grip strength: the best of up to three trials of each hand, seated."""

from instruments.instrument import Instrument
from instruments.items import Item, Number, numbered
from instruments.measured.facts import SEX
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, both_ways

_LOW = {"male": 27, "female": 16}
_FIRST, _OTHER = numbered("trial", 3), numbered("other", 3)


def _best(reading: Reading) -> Scored:
    trials = [reading.answers[item].points for item in (*_FIRST, *_OTHER) if item in reading.answers]
    if not trials:
        return not_scorable(_FIRST[0])
    best, low = max(trials), _LOW.get(str(reading.code("sex")))
    if low is None:
        return Scored(status="complete", exact=best, shown=best, subscores={"note": "no_norm_for_sex"})
    return Scored(status="complete", exact=best, shown=best, band="low" if best < low else "not_low")


def _trials(ids: tuple[str, ...], hand: str) -> tuple[Item, ...]:
    kilograms = Number(low=0, high=120, unit="kg")
    return tuple(
        Item(id=item, wording=f"{hand}, trial {number}", response=kilograms, optional=True)
        for number, item in enumerate(ids, start=1)
    )


GRIP = Instrument(
    id="grip",
    title="Grip strength",
    items=(*_trials(_FIRST, "First hand"), SEX, *_trials(_OTHER, "Other hand")),
    asked_by="clinician",
    domain="function",
    recall="today",
    cadence="baseline, 6 weeks, 12 weeks",
    higher_is_worse=False,
    rule=_best,
    missing_rule="one trial is needed; 0 for whoever tried and was not able to; no norm without female or male",
    score_range=(0, 120),
    outcomes=("low", "not_low"),
    # EWGSOP2; some trials take 30 and 20.
    important_change=both_ways("5", "K", "5.0 to 6.5 kg across papers"),
    origin=Origin(source="EWGSOP2 2019", evidence="K", licence="NIA public material", shipping="ship"),
)
