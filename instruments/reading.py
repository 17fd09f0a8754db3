"""How raw answers are read: what is offered is kept in one form, what is not is named, nothing is guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import assert_never

from engine.scores import Value
from instruments.items import Choice, Coded, Count, Item, Number, Option, Scale, Text, YesNo

UNABLE = "unable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in the one form it is stored in, and what it is worth."""

    code: Value
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A form as it was read. `asked` are the items the form brought along, answered or not."""

    answers: Mapping[str, Answer]
    required: tuple[str, ...]
    missing: tuple[str, ...]
    asked: tuple[str, ...]
    bad: tuple[str, ...]

    def points(self, item: str) -> Fraction | None:
        answer = self.answers.get(item)
        return None if answer is None else answer.points

    def code(self, item: str) -> Value:
        answer = self.answers.get(item)
        return None if answer is None else answer.code

    def unanswered(self, items: Iterable[str]) -> tuple[str, ...]:
        return tuple(item for item in items if item not in self.answers)


def read_form(items: tuple[Item, ...], own_item: Coded | None, given: Mapping[str, Value]) -> Reading:
    """Free text is passed over. An item that is not declared is read as the person's own, or else is bad."""
    questions = [(item.id, item.response) for item in items if not isinstance(item.response, Text)]
    declared = {item.id for item in items}
    unknown = sorted(item for item in given if item not in declared)
    if own_item is not None:
        questions += [(item, own_item) for item in unknown]
        unknown = []
    answers: dict[str, Answer] = {}
    bad: list[str] = []
    for item, response in questions:
        value = given.get(item)
        answer = None if value is None else read(response, value)
        if answer is not None:
            answers[item] = answer
        elif value is not None:
            bad.append(item)
    required = tuple(item.id for item in items if not item.optional)
    return Reading(
        answers=answers,
        required=required,
        missing=tuple(item for item in required if given.get(item) is None),
        asked=tuple(item for item, _ in questions if item in given),
        bad=(*bad, *unknown),
    )


def part_of(reading: Reading, items: tuple[Item, ...]) -> Reading:
    """Of a form that holds several scales, what belongs to one of them."""
    ids = tuple(item.id for item in items)
    return Reading(
        answers={item: answer for item, answer in reading.answers.items() if item in ids},
        required=tuple(item for item in reading.required if item in ids),
        missing=tuple(item for item in reading.missing if item in ids),
        asked=tuple(item for item in reading.asked if item in ids),
        bad=tuple(item for item in reading.bad if item in ids),
    )


def read(response: Coded, value: Value) -> Answer | None:
    """None when the question does not offer this answer: it is never moved to the nearest one."""
    match response:
        case Scale() | Count():
            return _number(value, response.low, response.high, whole=True)
        case Number():
            if response.unable and value == UNABLE:
                return Answer(code=UNABLE, points=Fraction(0))
            return _number(value, response.low, response.high, whole=False)
        case Choice():
            return _option(response.options, value)
        case YesNo():
            return _yes_no(value, response)
        case _:
            assert_never(response)


def exact(value: object) -> Fraction | None:
    """The number as it is written; None for what is no number: yes/no, text, NaN, infinity."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(str(value)) if isfinite(value) else None


def _number(value: Value, low: int, high: int, *, whole: bool) -> Answer | None:
    number = exact(value)
    if number is None or not low <= number <= high or (whole and number.denominator != 1):
        return None
    return Answer(code=int(number) if number.denominator == 1 else value, points=number)


def _option(options: tuple[Option, ...], value: Value) -> Answer | None:
    for option in options:
        if option.code == (value if isinstance(option.code, str) else exact(value)):
            return Answer(code=option.code, points=Fraction(option.points))
    return None


def _yes_no(value: Value, response: YesNo) -> Answer | None:
    # Forms say true and false, spoken interviews "yes" and "no", tick lists 1 and 0.
    if value == "yes" or value == 1:
        return Answer(code=True, points=Fraction(not response.no_counts))
    if value == "no" or value == 0:
        return Answer(code=False, points=Fraction(response.no_counts))
    return Answer(code="refused", points=Fraction(1)) if response.refusable and value == "refused" else None
