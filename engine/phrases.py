"""Parts of a story's sentences, read and written: values, answers of forms, and care plans."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from engine.habits import Answers, Forms
from engine.journey import PlanItem
from engine.scores import Value
from engine.spans import Span

_PLAN_ITEM = re.compile(r"(\w+)(?:>(\w+(?:&\w+)*))?(?:\+(\d+)([dw]))?$")
_SHORT_FORM = 10
"""Forms with more items than this are not written out in full."""


class Unclear(Exception):
    """A part of a sentence that cannot be read; the text says why."""


def value(word: str) -> Value:
    if word == "-":
        return None
    for number in (int, float):
        try:
            return number(word)
        except ValueError:
            continue
    return word


def fact(word: str) -> Value:
    """In a fact, yes and no are meant as such; in a form they are what was ticked."""
    return {"yes": True, "no": False}.get(word, value(word))


def pairs(words: str) -> dict[str, str]:
    """`peg=7,8,6 takes_opioid=yes`; the sentence has seen to it that each word is such a pair."""
    return {name: given for name, _, given in (word.partition("=") for word in words.split())}


def answers(
    given: Mapping[str, str], asked: tuple[str, ...], forms: Forms, usual: Mapping[str, Mapping[str, Value]]
) -> Answers:
    """`peg=7,8,6` answers a form in the order of its items, `q9=2` one item; the rest is as usual, `phq9=-` left out."""
    found: dict[str, Mapping[str, Value]] = dict(usual)
    for name, word in given.items():
        if name in asked:
            found[name] = _in_order(name, word, forms)
            continue
        form = _form_with(name, asked, forms)
        found[form] = {**found.get(form, {}), name: value(word)}
    return {name: _offered(name, ticked, forms) for name, ticked in found.items() if ticked}


def _in_order(name: str, word: str, forms: Forms) -> Mapping[str, Value]:
    if word == "-":
        return {}
    items, values = forms.items(name), [value(one) for one in word.split(",")]
    if len(values) > len(items):
        raise Unclear(f"{name} has {len(items)} items, and here are {len(values)} answers")
    return dict(zip(items, values, strict=False))


def _form_with(item: str, asked: tuple[str, ...], forms: Forms) -> str:
    holders = [name for name in asked if item in forms.items(name)]
    if len(holders) == 1:
        return holders[0]
    if len(holders) > 1:
        raise Unclear(f"{item} is an item of {' and of '.join(holders)}: name the form")
    known = [*asked, *(one for name in asked for one in forms.items(name))]
    raise Unclear(f"there is no {item!r} in {', '.join(asked)}{maybe(item, known)}")


def _offered(name: str, ticked: Mapping[str, Value], forms: Forms) -> Mapping[str, Value]:
    read = forms.coded(name, ticked)
    for item, given in ticked.items():
        if given is not None and item not in read:
            raise Unclear(f"{name} does not offer {given} as an answer to {item}")
    return read


def answers_in_words(given: Answers, forms: Forms) -> str:
    """Short forms with their answers, longer ones by name."""
    said = []
    for name, ticked in given.items():
        items = forms.items(name)
        values = ["-" if ticked.get(item) is None else _word(ticked[item]) for item in items]
        while values and values[-1] == "-":
            values.pop()
        said.append(f"{name}={','.join(values)}" if len(items) <= _SHORT_FORM else name)
    return " ".join(said)


def _word(of: Value) -> str:
    return ("yes" if of else "no") if isinstance(of, bool) else str(of)


def plan(word: str) -> tuple[PlanItem, ...]:
    """`cbt,graded_exercise>cbt+14d`: exercise follows CBT, 14 days later. `none` is an empty plan."""
    return () if word == "none" else tuple(_plan_item(item) for item in word.split(","))


def _plan_item(word: str) -> PlanItem:
    found = _PLAN_ITEM.match(word)
    if found is None:
        raise Unclear(f"{word!r} is no part of a plan such as cbt or graded_exercise>cbt+14d")
    therapy, after, count, unit = found.groups()
    delay = Span(unit="days" if unit == "d" else "weeks", count=int(count)) if count else None
    return PlanItem(therapy=therapy, after=tuple(after.split("&")) if after else (), delay=delay)


def plan_in_words(items: tuple[PlanItem, ...]) -> str:
    return ",".join(_plan_item_in_words(item) for item in items) or "none"


def _plan_item_in_words(item: PlanItem) -> str:
    after = f">{'&'.join(item.after)}" if item.after else ""
    delay = f"+{item.delay.count}{item.delay.unit[0]}" if item.delay else ""
    return f"{item.therapy}{after}{delay}"


def maybe(wrong: str, known: list[str]) -> str:
    close = get_close_matches(wrong, known, n=1)
    return f'. Did you mean "{close[0]}"?' if close else ""
