"""Conditions as data: what a pathway may ask about a patient. Reading one gives yes, no or undecided."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal, NoReturn, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from engine.spans import Span

Operator = Literal[">=", ">", "<=", "<", "is", "is not"]


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Quantity(_Word):
    """Something that can be compared: write `score(PHQ9) >= 10` or `answer(HISTORY, "sex").says("female")`."""

    def __ge__(self, other: float) -> Compare:
        return self._compare(">=", other)

    def __gt__(self, other: float) -> Compare:
        return self._compare(">", other)

    def __le__(self, other: float) -> Compare:
        return self._compare("<=", other)

    def __lt__(self, other: float) -> Compare:
        return self._compare("<", other)

    def says(self, value: bool | int | str) -> Compare:
        return self._compare("is", value)

    def says_not(self, value: bool | int | str) -> Compare:
        return self._compare("is not", value)

    def _compare(self, operator: Operator, other: float | bool | str) -> Compare:
        return Compare(left=self, operator=operator, right=other)  # type: ignore[arg-type]  # each subclass is in Quantity


class _Condition(_Word):
    """Something that is yes, no or undecided. Join with `&`, `|` and `~`."""

    def __and__(self, other: Condition) -> AllOf:
        return AllOf(conditions=(self, other))  # type: ignore[arg-type]  # each subclass is in Condition

    def __or__(self, other: Condition) -> AnyOf:
        return AnyOf(conditions=(self, other))  # type: ignore[arg-type]  # each subclass is in Condition

    def __invert__(self) -> Not:
        return Not(condition=self)  # type: ignore[arg-type]  # each subclass is in Condition

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a condition of a pathway is data: join conditions with & | ~ and not with and, or, not, if"
        )


class ScoreOf(_Quantity):
    """The latest score of an instrument. Undecided while it was never scored or the latest form has no score.

    `at` names the step whose form is read instead of the latest one, `since` the one that it is compared with instead
    of the baseline: in both, the form of the step's latest occurrence and no other.
    """

    kind: Literal["score"] = "score"
    instrument: str
    of: Literal["latest", "baseline", "change", "percent_change"] = "latest"
    since: str | None = None
    at: str | None = None


class BestScore(_Quantity):
    """How much worse the latest score is than the best one of the last `within`: points, or percent of the best."""

    kind: Literal["worse_than_best"] = "worse_than_best"
    instrument: str
    within: Span
    percent: bool = False
    higher_is_worse: bool = True
    readings: int = 1


class Answer(_Quantity):
    """The latest raw answer to one item, whether or not its form was finished."""

    kind: Literal["answer"] = "answer"
    instrument: str
    item: str


class Fact(_Quantity):
    """A clinical fact that staff or the referral recorded: `age`, `mme`, `bmi`, `egfr`, `sex`."""

    kind: Literal["fact"] = "fact"
    name: str


class DaysSince(_Quantity):
    """Whole days since an anchor; time on hold does not count."""

    kind: Literal["days_since"] = "days_since"
    anchor: str


class MissedInARow(_Quantity):
    """How often in a row a step went unanswered or unattended."""

    kind: Literal["missed_in_a_row"] = "missed_in_a_row"
    step: str


class DaysWith(_Quantity):
    """On how many different days of the last `within` an item was at least `at_least`."""

    kind: Literal["days_with"] = "days_with"
    instrument: str
    item: str
    at_least: int
    within: Span


class AnswerChange(_Quantity):
    """The latest answer to an item minus the one before it, each from a form of its own."""

    kind: Literal["answer_change"] = "answer_change"
    instrument: str
    item: str


class AboveMedian(_Quantity):
    """How far the last `readings` days all lie above the median of the days before them, within `within`.

    Undecided with fewer than `days` days to compare with. Of several answers in a day the last one counts.
    """

    kind: Literal["above_median"] = "above_median"
    instrument: str
    item: str
    within: Span
    readings: int = 1
    days: int


class MeanChange(_Quantity):
    """How much the mean of `within` differs from the mean of the longer `against`, in percent of the latter.

    Undecided with answers on fewer than `days` days in either; below zero means less.
    """

    kind: Literal["mean_change"] = "mean_change"
    instrument: str
    item: str
    within: Span
    against: Span
    days: int


class PercentOf(_Quantity):
    """One item in percent of another, both summed over the days of `within` on which both were answered.

    A day on which the part is more than the whole, or the whole is nothing, does not count. Undecided with fewer
    than `days` days.
    """

    kind: Literal["percent_of"] = "percent_of"
    instrument: str
    item: str
    whole: str
    within: Span
    days: int


class TimesReported(_Quantity):
    """How often something was reported in the last `within`, this time included."""

    kind: Literal["times_reported"] = "times_reported"
    report: str
    within: Span


class VisitCount(_Quantity):
    """How many visits of a step were attended or missed so far, in its latest occurrence; undecided before it begins."""

    kind: Literal["visit_count"] = "visit_count"
    step: str
    state: Literal["attended", "missed"]


Quantity: TypeAlias = Annotated[
    ScoreOf
    | BestScore
    | Answer
    | Fact
    | DaysSince
    | MissedInARow
    | DaysWith
    | AnswerChange
    | AboveMedian
    | MeanChange
    | PercentOf
    | TimesReported
    | VisitCount,
    Field(discriminator="kind"),
]


class Compare(_Condition):
    kind: Literal["compare"] = "compare"
    left: Quantity
    operator: Operator
    right: bool | int | float | str


class Changed(_Condition):
    """Whether a score changed since baseline by enough to matter to a patient, in points or in percent.

    Exact values are compared, never the rounded ones. Without a baseline it is undecided. `since` and `at` name steps
    whose forms are compared instead of the baseline and the latest one.
    """

    kind: Literal["changed"] = "changed"
    instrument: str
    direction: Literal["improved", "worsened"]
    points: Fraction | None
    percent: Fraction | None
    higher_is_worse: bool
    since: str | None = None
    at: str | None = None


class InBand(_Condition):
    kind: Literal["band"] = "band"
    instrument: str
    band: str


class Flagged(_Condition):
    """A flag is set by people or by the pathway; one that nobody set is a plain no."""

    kind: Literal["flag"] = "flag"
    flag: str


class Outcome(_Condition):
    """How a step or a therapy came out: undecided until it has ended."""

    kind: Literal["outcome"] = "outcome"
    step: str
    outcome: str


class Reported(_Condition):
    """Somebody reports this now: a flare, a fall, a hospital stay, an adverse event, a change of life."""

    kind: Literal["reported"] = "reported"
    report: str
    detail: str | None = None


class LeftOut(_Condition):
    """A form was handed in or ran out with this item unanswered."""

    kind: Literal["left_out"] = "left_out"
    instrument: str
    item: str


class SafetyOpen(_Condition):
    """A safety task waits for a person to close it; of one of these severities, if any are named. Never undecided."""

    kind: Literal["safety_open"] = "safety_open"
    severities: tuple[str, ...] = ()


class Known(_Condition):
    """Whether a quantity has a value at all: never undecided."""

    kind: Literal["known"] = "known"
    quantity: Quantity


class AllOf(_Condition):
    kind: Literal["all_of"] = "all_of"
    conditions: tuple[Condition, ...]


class AnyOf(_Condition):
    kind: Literal["any_of"] = "any_of"
    conditions: tuple[Condition, ...]


class AtLeast(_Condition):
    """At least `count` of the conditions hold; undecided while the unknown ones could still tip it."""

    kind: Literal["at_least"] = "at_least"
    count: int
    conditions: tuple[Condition, ...]


class Not(_Condition):
    kind: Literal["not"] = "not"
    condition: Condition


Condition: TypeAlias = Annotated[
    Compare
    | Changed
    | InBand
    | Flagged
    | Outcome
    | Reported
    | LeftOut
    | SafetyOpen
    | Known
    | AllOf
    | AnyOf
    | AtLeast
    | Not,
    Field(discriminator="kind"),
]
for _model in (Compare, Known, AllOf, AnyOf, AtLeast, Not):
    _model.model_rebuild()


def parts(condition: Condition | Quantity) -> Iterator[Condition | Quantity]:
    """The condition itself and everything it is made of, outermost first."""
    yield condition
    match condition:
        case AllOf() | AnyOf() | AtLeast():
            for inner in condition.conditions:
                yield from parts(inner)
        case Not():
            yield from parts(condition.condition)
        case Compare():
            yield condition.left
        case Known():
            yield condition.quantity
        case _:
            pass
