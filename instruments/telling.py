"""A score and an instrument as other programs read them: plain JSON, with sentences where a score carries a code."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias, assert_never

from engine.scores import Score, Value
from instruments.instrument import Instrument
from instruments.items import Choice, Coded, Count, Item, Number, Option, Scale, Text, YesNo
from instruments.reasons import in_words

Json: TypeAlias = Any


def told(known: Instrument, score: Score) -> dict[str, Json]:
    """`score` is a number, or what the instrument's headline names; None while the status allows none."""
    subscores = _in_lists(score.subscores)
    return {
        "instrument": score.instrument,
        "version": score.version,
        "status": score.status,
        "score": _number(score.shown) if score.shown is not None else _headline(known, subscores),
        "band": score.band,
        "subscores": subscores,
        "missing": list(score.missing),
        "bad_items": list(score.bad_items),
        "safety": list(score.safety),
    }


def described(known: Instrument) -> dict[str, Json]:
    """Everything that the instrument declares. Free text stands apart from the items that are scored."""
    changes, target = known.important_change, known.target
    return {
        "id": known.id,
        "title": known.title,
        "version": known.version,
        "asked_by": known.asked_by,
        "domain": known.domain,
        "recall": str(known.recall),
        "cadence": known.cadence,
        "higher_is_worse": known.higher_is_worse,
        "score_range": list(known.score_range) if known.score_range else None,
        "bands": [{"name": band.name, "from": _number(band.low)} for band in known.bands],
        "outcomes": list(known.outcomes),
        "missing_rule": known.missing_rule,
        "important_change": changes
        and {
            "points": _number(changes.points),
            "percent": _number(changes.percent),
            "worse_points": _number(changes.worse_points),
            "worse_flags": list(changes.worse_flags),
            "evidence": changes.evidence,
            "source": changes.source,
        },
        "parts": [
            {
                "name": part.name,
                "higher_is_worse": part.higher_is_worse,
                "important_change": _number(part.important_change.points),
            }
            for part in known.parts
        ],
        "target": target
        and {
            "at_least": _number(target.at_least),
            "below": _number(target.below),
            "evidence": target.evidence,
            "source": target.source,
        },
        "safety": [
            {
                "flag": trigger.flag,
                "item": trigger.item,
                "at_least": trigger.at_least,
                "flag_if_missing": trigger.flag_if_missing,
            }
            for trigger in known.triggers
        ],
        "shipping": known.origin.shipping,
        "source": known.origin.source,
        "evidence": known.origin.evidence,
        "licence": known.origin.licence,
        "languages": list(known.languages),
        "loinc": {"panel": known.loinc_panel, "score": known.loinc_score},
        "stem": known.stem or None,
        "items": [_item(item, item.response) for item in known.items if not isinstance(item.response, Text)],
        "own_item": known.own_item and _response(known.own_item),
        "texts": [
            {"id": item.id, "wording": item.wording} for item in known.items if item.id in known.text_ids
        ],
    }


def _item(item: Item, response: Coded) -> dict[str, Json]:
    return {
        "id": item.id,
        **_response(response),
        "optional": item.optional,
        "wording": item.wording,
        "section": item.section,
        "loinc": item.loinc,
    }


def _response(response: Coded) -> dict[str, Json]:
    match response:
        case Scale():
            anchors = {"low": response.low_anchor, "high": response.high_anchor}
            return {"kind": "scale", "range": [response.low, response.high], "anchors": anchors}
        case Count():
            return {"kind": "count", "range": [response.low, response.high], "unit": response.unit}
        case Number():
            also = {"also": ["unable"]} if response.unable else {}
            return {"kind": "number", "range": [response.low, response.high], "unit": response.unit, **also}
        case Choice():
            codes = [option.code for option in response.options if isinstance(option.code, int)]
            numbers = {"range": [min(codes), max(codes)]} if codes else {}
            return {"kind": "choice", **numbers, "options": [_option(option) for option in response.options]}
        case YesNo():
            refused = ["refused"] if response.refusable else []
            return {"kind": "yes_no", "range": [0, 1], "options": [False, True, *refused]}
        case _:
            assert_never(response)


def _option(option: Option) -> dict[str, Json]:
    return {"code": option.code, "label": option.label, "points": option.points}


def _headline(known: Instrument, subscores: Mapping[str, Json]) -> Json:
    if not any(name in subscores for name in known.headline):
        return None
    if len(known.headline) == 1:
        return subscores[known.headline[0]]
    named = {name: subscores.get(name) for name in known.headline}
    return list(named.values()) if known.listed else named


def _in_lists(subscores: Mapping[str, Value]) -> dict[str, Json]:
    """`doses_1`, `doses_2`, ... become one list, `doses`."""
    found: dict[str, Json] = {}
    for name, value in subscores.items():
        series = re.fullmatch(r"(components|doses)_\d+", name)
        if series is None:
            found[name] = in_words(value)
        else:
            found.setdefault(series[1], []).append(value)
    return found


def _number(number: Fraction | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)
