"""What an author got wrong, in words: what Python or the language raised, and what to write instead."""

import importlib
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

# Where an author's words come from; the first that knows a name is the one to import it from.
SOURCES = (
    "engine.language",
    "engine.questions",
    "engine.spans",
    "engine.ladders",
    "engine.words",
    "instruments",
)


def in_words(error: BaseException) -> str:
    match error:
        case ValidationError():
            return "\n  ".join(_of_value(detail) for detail in _first_of_each_place(error))
        case SyntaxError():
            return f"this is not Python: {error.msg}."
        case ImportError():
            return _of_import(error)
        case NameError() | AttributeError():
            return _of_name(error)
        case KeyError():
            return f"there is no entry {error}."
        case TypeError():
            return _of_call(str(error))
        case _:
            return _of_text(str(error))


def _of_name(error: NameError | AttributeError) -> str:
    name = error.name or ""
    if isinstance(error, AttributeError):
        if isinstance(error.obj, str):
            return f"{error.obj!r} stands in quotation marks where a name is wanted. Write: {error.obj}"
        return f"there is no {name!r} here.{_maybe(name, dir(error.obj))}"
    at_home = _home_of(name)
    if at_home:
        return f"{name!r} is used but not imported. Write at the top: from {at_home} import {name}"
    return f"{name!r} is not known here.{_maybe(name, _all_words())}"


def _of_import(error: ImportError) -> str:
    found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", str(error))
    if not found:
        return f"there is no module {error.name!r}.{_maybe(error.name or '', SOURCES)}"
    name, module = found.groups()
    at_home = _home_of(name)
    if at_home:
        return f"{name!r} is not in {module}. Write: from {at_home} import {name}"
    return f"there is no {name!r} in {module}.{_maybe(name, vars(importlib.import_module(module)))}"


def _of_call(text: str) -> str:
    unknown = re.search(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", text)
    if unknown:
        word, option = unknown.groups()
        return f"{word}() has no option {option!r}.{_maybe(option, _options(word))}"
    missing = re.search(r"(\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)", text)
    if missing:
        return f"{missing[1]}() lacks {missing[2].replace(chr(39), '')}."
    for pattern, said in _SAID_OF_CALLS.items():
        if re.search(pattern, text):
            return said
    return f"{text}."


_SAID_OF_CALLS: Mapping[str, str] = {
    r"object is not callable": "a comma is missing before an opening bracket, or this name cannot take brackets.",
    r"'[<>]=?' not supported between instances of '(Instrument|Reading)'": (
        "an instrument itself cannot be compared. Write: score(PHQ9) >= 10"
    ),
    r"unsupported operand type\(s\) for [&|]": (
        "put brackets around each condition: (score(PHQ9) >= 10) & (score(GAD7) >= 10)"
    ),
    r"object is not a mapping": 'outcomes are written with what follows each: outcomes={"agreed": (), "refused": task(...)}',
    r"'function' object is not iterable": "a word is written without its brackets.",
    r"takes \d+ positional arguments?|takes from": "more is given than fits. Name the options: within=days(7)",
    r"object is not iterable": "a step, or steps in brackets, are wanted here.",
}


def _of_text(text: str) -> str:
    found = re.search(r"Invalid isoformat string: (.+)", text)
    return f'{found[1]} is no time of day. Write: at="09:00"' if found else f"{text}."


def _first_of_each_place(error: ValidationError) -> Iterable[ErrorDetails]:
    """One slip, such as a lost bracket, is found in every part of what it broke: the first says it all."""
    places: dict[object, ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        places.setdefault(detail["loc"][:1], detail)
    return places.values()


def _of_value(detail: ErrorDetails) -> str:
    place = [str(part) for part in detail["loc"]]
    where = place[0] if place else "this"
    match detail["type"]:
        case "extra_forbidden":
            return f"there is no {place[-1]!r} here."
        case "missing":
            return f"{place[-1]!r} is missing."
        case "model_type" | "model_attributes_type" | "union_tag_not_found" | "union_tag_invalid":
            return f"{where}: {_of_kind(detail['input'], where)}"
        case _:
            return f"{where}: {detail['msg'][:1].lower()}{detail['msg'][1:]}, not {_brief(detail['input'])}."


def _of_kind(given: object, where: str) -> str:
    """Something of the wrong kind stands where a step, a stage, a condition or a length of time is wanted."""
    match given:
        case bool() | int() | float():
            return f"{given} of what? Write days({given}), hours({given}) or clinic_days({given})."
        case (str(), _):
            return "one thing stands alone where several are wanted. Put it in brackets with a comma: (stage(...),)"
        case tuple() | list():
            return (
                "brackets too many, or a comma at the end of an earlier line, made a list of a single thing."
            )
        case str():
            return f"{given!r} is a text, and not what is wanted here. Write it without quotation marks, or its word around it."
        case _ if callable(given):
            return f"{getattr(given, '__name__', given)} is written without its brackets."
        case _:
            return f"{_kind_of(given)} cannot stand here.{_HINTS.get(where, '')}"


_HINTS: Mapping[str, str] = {
    "stages": ' Steps stand in a stage: stage("intake", message("welcome"))',
    "cases": ' Write: case("label", condition, steps)',
    "condition": " A condition is wanted, such as score(PHQ9) >= 10",
    "when": ' Write: when=after("START", days(7))',
}


def _kind_of(given: object) -> str:
    kind = type(given).__name__
    name = getattr(given, "name", None) or getattr(given, "id", None)
    return f"{kind.lower()} {name!r}" if name else kind.lower()


def _brief(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _maybe(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def _home_of(name: str) -> str | None:
    return next((home for home in SOURCES if name in _words_of(home)), None)


def _all_words() -> set[str]:
    return {word for home in SOURCES for word in _words_of(home)}


def _words_of(home: str) -> Mapping[str, object]:
    """What an author may import from there, and not what it imports itself."""
    module = importlib.import_module(home)
    offered = getattr(module, "__all__", ())
    return {
        name: value
        for name, value in vars(module).items()
        if name in offered or (getattr(value, "__module__", None) == home and not name.startswith("_"))
    }


def _options(word: str) -> tuple[str, ...]:
    home = _home_of(word)
    code = getattr(_words_of(home)[word], "__code__", None) if home else None
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
