"""Cases of the wall-clock contract: one question as JSON, its answer, or every fault of it in plain words."""

import inspect
import json
from collections.abc import Iterator, Mapping
from datetime import UTC

from pydantic import ValidationError

from engine.clinic_days import UnknownCalendar
from engine.moment_rules import RULES, CaseAnswer
from engine.zones import NaiveInstant, UnknownZone, close_names

__all__ = ["CaseAnswer", "CaseRefused", "answer", "as_json"]

_AN_INSTANT = 'a time in UTC, such as "2026-01-12T15:00:00Z"'
_A_DATE = 'a date, such as "2026-07-02"'
_A_COUNT = "a whole number from 0 to 10000, such as 3"
_HOW = {
    "anchor": _AN_INSTANT,
    "at": 'a local time, such as "09:00"',
    "calendar": 'a public-holiday calendar, such as "US"',
    "count": _A_COUNT,
    "date": _A_DATE,
    "dates": 'a list of dates, such as ["2026-07-02", "2026-07-09"]',
    "days": "a list of day numbers, such as [1, 3, 5]",
    "due": _AN_INSTANT,
    "early": _A_COUNT,
    "hours": "a number of hours, such as 72",
    "late": _A_COUNT,
    "moves": 'zones in order, such as [[null, "America/New_York"], ["2026-06-04T00:00:00Z", "Europe/Paris"]]',
    "n": "a whole number, such as 3",
    "now": _AN_INSTANT,
    "open": _AN_INSTANT,
    "sent": "a list of the day numbers already sent, such as [1], or []",
    "start": _A_DATE,
    "tz": 'a time zone, such as "America/New_York"',
    "until": 'a local time, such as "20:00"',
    "visit": _AN_INSTANT,
}


class CaseRefused(ValueError):
    """A case that cannot be answered; its text says every fault and how to write it right."""


def answer(case: Mapping[str, object]) -> CaseAnswer:
    """What the rule of the case gives for its input; other keys, such as a title, do not matter."""
    rule, given = case.get("rule"), case.get("input")
    if not isinstance(rule, str) or rule not in RULES:
        raise CaseRefused(_no_such_rule(rule))
    if not isinstance(given, Mapping):
        raise CaseRefused(f'{rule} needs "input": an object with {_inputs(rule)}')
    try:
        return RULES[rule](**given)
    except ValidationError as error:
        raise CaseRefused("\n".join(dict.fromkeys(_faults(rule, given, error)))) from None
    except OverflowError:
        raise CaseRefused(f"{rule}: this leads outside the years 1 to 9999") from None


def as_json(answered: CaseAnswer) -> str:
    """One line of JSON: `{"at": ["2026-01-15T14:00:00Z"], "because": "…"}`."""
    at = [
        instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        for instant in answered.at
    ]
    return json.dumps({"at": at, "because": answered.because}, ensure_ascii=False)


def _no_such_rule(rule: object) -> str:
    rules = f"the rules are {', '.join(RULES)}"
    if rule is None:
        return f'a case names its "rule"; {rules}'
    near = close_names(rule, RULES) if isinstance(rule, str) else []
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{_shown(rule)} is not a rule{hint}; {rules}"


def _faults(rule: str, given: Mapping[str, object], error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        field = str(fault["loc"][0])
        cause = fault.get("ctx", {}).get("error")
        if fault["type"] == "missing_keyword_only_argument":
            yield f'{rule} needs "{field}": {_HOW[field]}'
        elif fault["type"] == "unexpected_keyword_argument":
            yield f'{rule} takes no "{field}", only {_inputs(rule)}'
        elif isinstance(cause, UnknownZone | UnknownCalendar | NaiveInstant):
            yield f'"{field}": {cause}'
        else:
            yield f'"{field}" is {_shown(given[field])}; write {_HOW[field]}'


def _inputs(rule: str) -> str:
    return ", ".join(inspect.signature(RULES[rule]).parameters)


def _shown(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= 60 else f"{written[:60]}…"
