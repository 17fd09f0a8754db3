"""Conditions, moments and ladders as a nurse would read them aloud."""

from fractions import Fraction

from engine.conditions import (
    AboveMedian,
    AllOf,
    Answer,
    AnswerChange,
    AnyOf,
    AtLeast,
    BestScore,
    Changed,
    Compare,
    Condition,
    DaysSince,
    DaysWith,
    Fact,
    Flagged,
    InBand,
    Known,
    LeftOut,
    MeanChange,
    MissedInARow,
    Not,
    Outcome,
    PercentOf,
    Quantity,
    Reported,
    SafetyOpen,
    ScoreOf,
    TimesReported,
    VisitCount,
)
from engine.ladders import Ladder, Rung, Severity
from engine.words import When

_SIGNS = {">=": "≥", "<=": "≤"}


def plain(name: str) -> str:
    return name.replace("_", " ")


def form(instrument: str) -> str:
    return plain(instrument.upper())


def condition_in_words(condition: Condition) -> str:
    match condition:
        case AllOf():
            return _joined(" and ", _without_known(_flat(condition)))
        case AnyOf():
            return _joined(" or ", _flat(condition))
        case AtLeast():
            return f"at least {condition.count} of: {_joined('; ', condition.conditions)}"
        case Not():
            return f"not {_in_brackets(condition.condition)}"
        case Compare():
            sign = _SIGNS.get(condition.operator, condition.operator)
            return f"{_quantity(condition.left)} {sign} {_value(condition.right)}"
        case Known():
            return f"{_quantity(condition.quantity)} is known"
        case _:
            return _single(condition)


def _single(condition: Changed | InBand | Flagged | Outcome | Reported | LeftOut | SafetyOpen) -> str:
    match condition:
        case Changed():
            return (
                f"{form(condition.instrument)} {condition.direction} by {_by(condition)}{_between(condition)}"
            )
        case InBand():
            return f"{form(condition.instrument)} is {plain(condition.band)}"
        case Flagged():
            return f"marked: {plain(condition.flag)}"
        case Outcome():
            return f"{plain(condition.step)} came out as {plain(condition.outcome)}"
        case Reported():
            detail = f" ({plain(condition.detail)})" if condition.detail else ""
            return f"reported: {plain(condition.report)}{detail}"
        case LeftOut():
            return f"{form(condition.instrument)} {plain(condition.item)} left out"
        case SafetyOpen():
            return f"a {' or '.join(condition.severities) or 'safety'} task is open"


def _quantity(quantity: Quantity) -> str:
    match quantity:
        case ScoreOf():
            return _SCORES[quantity.of].format(form(quantity.instrument)) + _between(quantity)
        case BestScore():
            unit = "%" if quantity.percent else "points"
            return f"{unit} by which {form(quantity.instrument)} is worse than its best of {quantity.within}"
        case Answer():
            return f"{form(quantity.instrument)} {plain(quantity.item)}"
        case Fact():
            return plain(quantity.name)
        case DaysSince():
            return f"days since {plain(quantity.anchor)}"
        case MissedInARow():
            return f"times in a row that {plain(quantity.step)} was missed"
        case _:
            return _over_time(quantity)


def _over_time(
    quantity: DaysWith | AnswerChange | AboveMedian | MeanChange | PercentOf | TimesReported | VisitCount,
) -> str:
    match quantity:
        case DaysWith():
            item = f"{form(quantity.instrument)} {plain(quantity.item)}"
            return f"days of the last {quantity.within} with {item} ≥ {quantity.at_least}"
        case TimesReported():
            return f"times {plain(quantity.report)} was reported in {quantity.within}"
        case VisitCount():
            return f"visits of {plain(quantity.step)} {quantity.state}"
        case _:
            return _of_an_item(quantity)


def _of_an_item(quantity: AnswerChange | AboveMedian | MeanChange | PercentOf) -> str:
    item = f"{form(quantity.instrument)} {plain(quantity.item)}"
    match quantity:
        case AnswerChange():
            return f"change of {item} since the form before"
        case AboveMedian():
            return f"{item} above its median of {quantity.within}"
        case MeanChange():
            return f"change of {item} in %, {quantity.within} against {quantity.against}"
        case PercentOf():
            return f"{item} in % of {plain(quantity.whole)} in {quantity.within}"


def _between(of: ScoreOf | Changed) -> str:
    since = f" since {plain(of.since)}" if of.since else ""
    return f"{since} at {plain(of.at)}" if of.at else since


_SCORES = {
    "latest": "{}",
    "baseline": "{} at baseline",
    "change": "change of {}",
    "percent_change": "change of {} in %",
}


def _by(changed: Changed) -> str:
    parts = (
        f"{_number(changed.points)} points" if changed.points is not None else "",
        f"{_number(changed.percent)} %" if changed.percent is not None else "",
    )
    return " and ".join(part for part in parts if part)


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _value(value: bool | int | float | str) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return plain(value)
        case _:
            return f"{value:g}"


def _flat(joined: AllOf | AnyOf) -> tuple[Condition, ...]:
    """`(a & b) & c` is read as a and b and c."""
    found: list[Condition] = []
    for condition in joined.conditions:
        if isinstance(condition, AllOf | AnyOf) and condition.kind == joined.kind:
            found.extend(_flat(condition))
        else:
            found.append(condition)
    return tuple(found)


def _without_known(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Who reads "q1 is yes" takes it that q1 is known."""
    compared = [condition.left for condition in conditions if isinstance(condition, Compare)]
    return tuple(
        condition
        for condition in conditions
        if not (isinstance(condition, Known) and condition.quantity in compared)
    )


def _joined(word: str, conditions: tuple[Condition, ...]) -> str:
    if len(conditions) == 1:
        return condition_in_words(conditions[0])
    return word.join(_in_brackets(condition) for condition in conditions)


def _in_brackets(condition: Condition) -> str:
    said = condition_in_words(condition)
    several = isinstance(condition, AnyOf | AtLeast) or (isinstance(condition, AllOf) and " and " in said)
    return f"({said})" if several else said


def when_in_words(when: When) -> str:
    anchor = plain(when.anchor)
    if when.offset.count:
        side = "before" if when.offset.count < 0 else "after"
        moment = f"{when.offset} {side} {anchor}"
    else:
        moment = f"at {anchor}"
    at = f", {when.at:%H:%M}" if when.at else ""
    return f"{moment}{at}{', on a clinic day' if when.on_clinic_day else ''}"


def ladder_in_words(ladder: Ladder) -> tuple[str, ...]:
    again = (f"then again every {ladder.again}",) if ladder.again else ()
    then = (f"then ladder {ladder.then.name}:", *ladder_in_words(ladder.then)) if ladder.then else ()
    return (*(_rung(rung) for rung in ladder.rungs), *again, *then)


_SINCE = {"opened": "opening", "due": "it is due", "start": "the visit"}
_WHILE = {
    "open": "",
    "unaccepted": ", if not taken up",
    "unconfirmed": ", if not confirmed",
    "unbooked": ", if not booked",
}


def _rung(rung: Rung) -> str:
    if rung.after.count:
        side = "before" if rung.after.count < 0 else "after"
        moment = f"{rung.after} {side} {_SINCE[rung.since]}"
    else:
        moment = {"opened": "at once", "due": "when due", "start": "at the start"}[rung.since]
    at = f", {rung.at:%H:%M}" if rung.at else ""
    return f"{moment}{at}: {_act(rung)}{_WHILE[rung.only_while]}"


def _act(rung: Rung) -> str:
    roles = " and ".join(plain(role) for role in rung.roles)
    match rung.act:
        case "remind":
            channel = " on another channel" if rung.other_channel else ""
            return f"remind with {plain(rung.template or '')}{channel}"
        case "call":
            fast = rung.severity or (f"within {rung.within}" if rung.within else "")
            return f"{roles} phones, {fast}"
        case "tell":
            return f"tell {roles}"
        case "expire":
            return "stop asking"


def severity_in_words(severity: Severity) -> tuple[str, ...]:
    shows = (f"the patient reads {plain(severity.shows)}",) if severity.shows else ()
    return (f"within {severity.within}", f"ladder {severity.ladder}", *shows)
