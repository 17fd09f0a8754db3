"""Client Satisfaction Questionnaire, 8 items: four of them are printed the other way round."""

from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option, numbered
from instruments.rules import Total
from instruments.terms import licensed

_REVERSED = ("q2", "q4", "q5", "q8")


def _answers(item: str) -> Choice:
    """What is stored is the number on paper."""
    worth = {number: 5 - number if item in _REVERSED else number for number in range(1, 5)}
    return Choice(
        options=tuple(
            Option(code=number, label=str(number), points=points) for number, points in worth.items()
        )
    )


CSQ8 = Instrument(
    id="csq8",
    title="Client Satisfaction Questionnaire, 8 items",
    items=tuple(Item(id=item, wording=None, response=_answers(item)) for item in numbered("q", 8)),
    domain="experience",
    recall="services received",
    cadence="12 weeks, discharge",
    higher_is_worse=False,
    rule=Total(),
    missing_rule="all eight items are needed",
    score_range=(8, 32),  # there are no official bands
    origin=licensed("Larsen 1979", "K", "licensed, a fee for each use (Tamalpais Matrix)"),
    languages=(),
)
