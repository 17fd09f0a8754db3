"""The items of a FHIR Questionnaire, read one by one: which answers each offers, and which safety flag it raises."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from engine.scores import CODE
from instruments.items import Choice, Coded, Count, Item, Number, Option, Text, YesNo

Element: TypeAlias = Mapping[str, Any]

_FHIR = "http://hl7.org/fhir/StructureDefinition/"
_SAFETY = "urn:carepath:safety"
_LOINC = "http://loinc.org"
# What would change which questions are asked, or of whom: passing over it could leave out a question that matters.
_NOT_UNDERSTOOD = ("enableWhen", "answerValueSet", "modifierExtension")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    item: Item
    flag: str | None = None


def items_in(resource: Element) -> tuple[tuple[Asked, ...], str, tuple[str, ...]]:
    """The questions in their order, the text that stands before them, and what is wrong."""
    asked: list[Asked] = []
    said: list[str] = []
    faults: list[str] = []
    for element, section in _flat(resource, None):
        link = item_id(text_at(element, "linkId") or "")
        if element.get("type") == "display":
            said.append(text_at(element, "text") or "")
            continue
        read = _question(element)
        unclear = [
            f'"{link}": {name} is not understood here.' for name in _NOT_UNDERSTOOD if element.get(name)
        ]
        if element.get("repeats"):
            unclear.append(f'"{link}": more than one answer to a question is not understood here.')
        if not link:
            unclear.append("A question has no linkId.")
        if not text_at(element, "text"):
            unclear.append(f'"{link}" has no text.')
        flag = value_of(element, _SAFETY)
        if flag is not None and not (isinstance(flag, str) and re.fullmatch(r"[A-Z][A-Z0-9_]+", flag)):
            unclear.append(f'"{link}": a {_SAFETY} is a word in capitals, like CHEST_PAIN.')
        faults += unclear
        if isinstance(read, str):
            faults.append(f'"{link}": {read}')
        else:
            asked.append(
                Asked(item=replace(read, id=link, section=section), flag=str(flag) if flag else None)
            )
    ids = [one.item.id for one in asked]
    faults += [f'Two questions are called "{name}".' for name in dict.fromkeys(ids) if ids.count(name) > 1]
    return tuple(asked), " ".join(said), tuple(faults)


def item_id(link: str) -> str:
    """A linkId in our spelling: `/44250-9` becomes q44250_9."""
    name = re.sub(r"[^a-z0-9]+", "_", link.lower()).strip("_")
    return f"q{name}" if name[:1].isdecimal() else name


def elements(element: Element, name: str) -> Iterator[Element]:
    found = element.get(name)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))


def text_at(element: Element, name: str) -> str | None:
    found = element.get(name)
    return found.strip() or None if isinstance(found, str) else None


def _flat(element: Element, section: str | None) -> Iterator[tuple[Element, str | None]]:
    """A group is a section; whatever else has items inside is read before them."""
    for item in elements(element, "item"):
        if item.get("type") == "group":
            if any(item.get(name) for name in _NOT_UNDERSTOOD) or item.get("repeats"):
                yield {**item, "item": []}, section
            yield from _flat(item, text_at(item, "text") or section)
        else:
            yield item, section
            yield from _flat(item, section)


def _question(element: Element) -> Item | str:
    response = _response(element)
    if isinstance(response, str):
        return response
    loinc = [text_at(code, "code") for code in elements(element, "code") if code.get("system") == _LOINC]
    return Item(
        id="",
        wording=text_at(element, "text"),
        response=response,
        # Needed unless it is said not to be: FHIR's own default would let a sum pass over what is missing.
        optional=isinstance(response, Text) or element.get("required") is False,
        loinc=loinc[0] if loinc else None,
    )


def _response(element: Element) -> Coded | Text | str:
    """The answers on offer, or what is wrong with them."""
    kind = element.get("type")
    if kind == "boolean":
        return YesNo()
    if kind in ("string", "text"):
        return Text()
    if kind == "choice":
        return _choice(element)
    if kind in ("integer", "decimal"):
        return _number(element, whole=kind == "integer")
    return f"questions of type {kind} are not understood here."


def _number(element: Element, *, whole: bool) -> Coded | str:
    low, high = (value_of(element, f"{_FHIR}{bound}") for bound in ("minValue", "maxValue"))
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return "it needs its lowest and its highest answer (minValue and maxValue)."
    if low != int(low) or high != int(high) or low >= high:
        return "its lowest and highest answer must be whole numbers, the lowest first."
    unit = _unit(element)
    if whole:
        return Count(low=int(low), high=int(high), unit=unit)
    return Number(low=int(low), high=int(high), unit=unit)


def _choice(element: Element) -> Choice | str:
    options: list[Option] = []
    for answer in elements(element, "answerOption"):
        coding = answer.get("valueCoding")
        number = answer.get("valueInteger")
        if isinstance(number, int):
            options.append(Option(code=number, label=str(number), points=number))
            continue
        coding = coding if isinstance(coding, dict) else {}
        code = text_at(coding, "code")
        if code is None or not re.match(CODE, code):
            return "each of its answers needs a code of letters, digits or a few signs, without spaces."
        points = _points(answer) or _points(coding)
        if points is not None and points != int(points):
            return "the weight of an answer must be a whole number."
        label = text_at(coding, "display") or code
        number_code = int(code) if re.fullmatch(r"-?\d+", code) else code
        options.append(Option(code=number_code, label=label, points=int(points or 0)))
    codes = [option.code for option in options]
    if len(set(codes)) != len(codes) or len(codes) < 2:
        return "it needs at least two answers, each with a code of its own."
    return Choice(options=tuple(options))


def _points(element: Element) -> float | None:
    for name in ("ordinalValue", "itemWeight"):
        found = value_of(element, f"{_FHIR}{name}")
        if isinstance(found, int | float):
            return found
    return None


def _unit(element: Element) -> str:
    for extension in elements(element, "extension"):
        if extension.get("url") == f"{_FHIR}questionnaire-unit" and isinstance(
            extension.get("valueCoding"), dict
        ):
            return (
                text_at(extension["valueCoding"], "display")
                or text_at(extension["valueCoding"], "code")
                or ""
            )
    return ""


def value_of(element: Element, url: str) -> object:
    """The value of an extension, whatever FHIR calls its type."""
    for extension in elements(element, "extension"):
        if extension.get("url") == url:
            return next((value for key, value in extension.items() if key.startswith("value")), None)
    return None
