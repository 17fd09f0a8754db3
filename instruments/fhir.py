"""Reads a FHIR R4 Questionnaire: a clinic's own form, or the words of a licensed one. What is not understood is said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from instruments.fhir_items import Asked, Element, elements, items_in, text_at, value_of
from instruments.instrument import Instrument
from instruments.items import Choice, Coded, Count, Item, Number, Scale, Text, YesNo
from instruments.reading import exact
from instruments.rules import Mean, Rule, Total, facts
from instruments.terms import Band, Origin, Trigger

Known: TypeAlias = Mapping[str, Instrument]

_SCORING = "urn:carepath:scoring"
_BAND = "urn:carepath:band"
_HIGHER_IS_BETTER = "urn:carepath:higher-is-better"
_RULES: Mapping[str, Rule] = {"total": Total(), "mean": Mean(), "facts": facts}


class QuestionnaireFaulty(Exception):
    """Everything that is wrong with the file, a sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    id: str
    title: str
    language: str
    stem: str
    asked: tuple[Asked, ...]


def from_fhir(resource: object, known: Known) -> Instrument:
    """A licensed questionnaire of `known` gets its words; any other becomes one of the clinic's own.

    Raises QuestionnaireFaulty.
    """
    if not isinstance(resource, dict) or resource.get("resourceType") != "Questionnaire":
        raise QuestionnaireFaulty(("This is no FHIR Questionnaire: its resourceType says something else.",))
    asked, stem, faults = items_in(resource)
    faults += tuple(_of_the_whole(resource, known))
    if not asked:
        faults += ("It asks nothing: it has no item that can be answered.",)
    if faults:
        raise QuestionnaireFaulty(faults)
    form = _Form(
        id=name_of(resource),
        title=text_at(resource, "title") or name_of(resource),
        language=(text_at(resource, "language") or "en")[:2],
        stem=stem,
        asked=asked,
    )
    licensed = known.get(form.id)
    return _worded(form, licensed) if licensed else _own(form, resource)


def name_of(resource: Element) -> str:
    """Its `name`, or its `id`, in our spelling."""
    return re.sub(r"[^a-z0-9]+", "_", (text_at(resource, "name") or text_at(resource, "id") or "").lower())


def _of_the_whole(resource: Element, known: Known) -> Iterator[str]:
    name = name_of(resource)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,59}", name):
        yield "It needs a name of letters, digits and underscores."
    if name in known and known[name].origin.shipping == "ship":
        yield f'There is a questionnaire "{name}" already; give this one another name.'
    if text_at(resource, "status") == "retired":
        yield "It is retired."
    if resource.get("modifierExtension"):
        yield "It has a modifierExtension, which changes its meaning in a way that is not understood here."
    scoring = value_of(resource, _SCORING)
    if scoring is not None and scoring not in _RULES:
        yield f"{_SCORING} is {scoring!r}; it can be total, mean or facts."


def _worded(form: _Form, licensed: Instrument) -> Instrument:
    """The scoring stays ours; the words, and the labels of the answers, are the clinic's."""
    brought = {asked.item.id: asked.item for asked in form.asked}
    ours = [item.id for item in licensed.items]
    faults = [f'It lacks the item "{item}" of {licensed.title}.' for item in ours if item not in brought]
    faults += [f'{licensed.title} has no item "{item}".' for item in brought if item not in ours]
    items = []
    for item in licensed.items:
        words = brought.get(item.id, item)
        response = _relabelled(item.response, words.response)
        if response is None:
            faults.append(
                f'The answers of "{item.id}" are others than those that {licensed.title} is scored by.'
            )
        items.append(replace(item, wording=words.wording, response=response or item.response))
    if faults:
        raise QuestionnaireFaulty(tuple(faults))
    return replace(licensed, stem=form.stem, items=tuple(items), languages=(form.language,))


def _relabelled(ours: Coded | Text, theirs: Coded | Text) -> Coded | Text | None:
    """None where they offer other answers than those that the scoring knows."""
    match ours, theirs:
        case Scale(), Choice() if _codes(theirs) == [*range(ours.low, ours.high + 1)]:
            options = tuple(replace(option, points=int(option.code)) for option in theirs.options)
            return Choice(options=options)
        case Choice(), Choice() if _codes(theirs) == _codes(ours):
            labels = {option.code: option.label for option in theirs.options}
            return Choice(options=tuple(replace(own, label=labels[own.code]) for own in ours.options))
        case Scale(), Count() if (ours.low, ours.high) == (theirs.low, theirs.high):
            return ours
        case (Number(), Number() | Count()) | (YesNo(), YesNo()):
            return ours
        case _:
            return ours if ours == theirs else None


def _codes(choice: Choice) -> list[str | int]:
    return sorted((option.code for option in choice.options), key=str)


def _own(form: _Form, resource: Element) -> Instrument:
    """Whoever owns it is named in `copyright`; without one it is the clinic's own."""
    owner = text_at(resource, "copyright")
    items = tuple(asked.item for asked in form.asked)
    rule = _RULES[str(value_of(resource, _SCORING) or "facts")]
    bands, faults = _bands(resource)
    if rule is not facts and not any(not item.optional for item in items):
        faults += ("It has a score, and no item that is needed for it.",)
    if bands and rule is facts:
        faults += ("It has bands, and no number that falls into them.",)
    if faults:
        raise QuestionnaireFaulty(faults)
    return Instrument(
        id=form.id,
        title=form.title,
        version=text_at(resource, "version") or "1",
        stem=form.stem,
        items=items,
        recall="not fixed",
        cadence="as the pathway says",
        higher_is_worse=value_of(resource, _HIGHER_IS_BETTER) is not True,
        rule=rule,
        missing_rule="every item is needed that does not say required: false",
        score_range=_range(rule, items),
        bands=bands,
        triggers=tuple(Trigger(asked.flag, asked.item.id) for asked in form.asked if asked.flag is not None),
        origin=Origin(
            source=text_at(resource, "publisher") or "this clinic",
            evidence="P",
            licence=owner or "the clinic's own words",
            shipping="score_only" if owner else "ship",
        ),
        languages=(form.language,),
    )


def _bands(resource: Element) -> tuple[tuple[Band, ...], tuple[str, ...]]:
    found: list[Band] = []
    for band in elements(resource, "extension"):
        if band.get("url") == _BAND:
            name, low = value_of(band, "name"), exact(value_of(band, "from"))
            if not isinstance(name, str) or low is None:
                return (), (f"A {_BAND} needs a name and the number that it begins from.",)
            found.append(Band(name, low))
    if [band.low for band in found] != sorted({band.low for band in found}):
        return (), ("The bands do not follow each other from the lowest number up.",)
    return tuple(found), ()


def _range(rule: Rule, items: tuple[Item, ...]) -> tuple[int, int] | None:
    worths = [_worths(item.response) for item in items if not item.optional]
    if rule is facts:
        return None
    lows, highs = [low for low, _ in worths], [high for _, high in worths]
    return (sum(lows), sum(highs)) if isinstance(rule, Total) else (min(lows), max(highs))


def _worths(response: Coded | Text) -> tuple[int, int]:
    match response:
        case Scale() | Count() | Number():
            return response.low, response.high
        case Choice():
            points = [option.points for option in response.options]
            return min(points), max(points)
        case YesNo() | Text():
            return 0, 1
        case _:
            assert_never(response)
