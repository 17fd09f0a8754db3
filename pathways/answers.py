"""Short ways to ask what somebody answered. A question that was not asked or not answered is never taken for a no."""

from engine.conditions import Condition
from engine.questions import answer, any_of, known
from engine.scores import Measure


def yes_to(form: Measure, *items: str) -> Condition:
    """Yes to one of these. Without an answer it is undecided, so a person decides."""
    return any_of(*(answer(form, item).says(value=True) for item in items))


def said_yes(form: Measure, *items: str) -> Condition:
    """Yes to one of these was said in so many words; nothing else counts. Never undecided."""
    return any_of(*(known(answer(form, item)) & answer(form, item).says(value=True) for item in items))


def said_no(form: Measure, item: str) -> Condition:
    return known(answer(form, item)) & answer(form, item).says(value=False)


def yes_or_refused(form: Measure, *items: str) -> Condition:
    refused = (known(answer(form, item)) & answer(form, item).says("refused") for item in items)
    return any_of(said_yes(form, *items), *refused)
