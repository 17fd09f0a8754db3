"""Faults that a patient could come to harm by: dangerous answers nobody reads, promises nobody keeps, two voices."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from engine.conditions import Answer, DaysWith, LeftOut, parts
from engine.faults import Fault, KnownInstrument, Permission, quoted
from engine.survey import RECIPIENTS, Survey, TemplateUse, at
from engine.words import Ask

_IN_THE_WAY: Mapping[Permission, str] = {
    "no_licence": "for which this clinic has no licence; record the licence, or ask something else",
    "expired": "for which this clinic's licence has expired; renew it and record it, or ask something else",
    "no_words": "whose words are licensed and not here; import them with `carepath instruments import`",
}


def check_safety(survey: Survey) -> Iterator[Fault]:
    read, left_out = _watched(survey)
    first: dict[str, Ask] = {}
    for ask in survey.asks:
        for name in ask.instruments:
            known = survey.catalogue.instruments.get(name)
            if known is not None:
                yield from _permission(ask, name, known)
                first.setdefault(name, ask)
    for name, ask in first.items():
        yield from _danger(survey, ask, name, read, left_out)
    for use in survey.templates:
        yield from _message(survey, use)
    yield from _two_voices(survey)
    yield from _consent(survey)


def _watched(survey: Survey) -> tuple[frozenset[str], frozenset[str]]:
    """The answers that safety rules read, and those that they miss when they are left out."""
    seen = [part for reader in survey.readers if reader.safety for part in parts(reader.condition)]
    return (
        frozenset(f"{part.instrument}.{part.item}" for part in seen if isinstance(part, Answer | DaysWith)),
        frozenset(f"{part.instrument}.{part.item}" for part in seen if isinstance(part, LeftOut)),
    )


def _permission(ask: Ask, name: str, known: KnownInstrument) -> Iterator[Fault]:
    if known.permission != "granted":
        yield at(ask).fault("unlicensed_instrument", f'asks "{name}", {_IN_THE_WAY[known.permission]}')
    if known.by_staff_only and ask.by == "patient":
        text = f'lets the patient fill in "{name}", which only staff may ask; write by= with a role'
        yield at(ask).fault("wrong_asker", text)


def _danger(
    survey: Survey, ask: Ask, name: str, read: frozenset[str], left_out: frozenset[str]
) -> Iterator[Fault]:
    """An answer that can mean danger is read by a safety rule, and somebody is there at night who acts on it."""
    known = survey.catalogue.instruments[name]
    if known.safety_items and not survey.catalogue.out_of_hours_line:
        text = f'asks "{name}", whose answers ({quoted(known.safety_items)}) can mean danger at any hour, and this '
        yield at(ask).fault("no_out_of_hours_line", f"{text}clinic has no staffed out-of-hours line")
    unread = [item for item in known.safety_items if f"{name}.{item}" not in read]
    if unread:
        text = f'asks "{name}", and no safety rule reads {quoted(unread)}; write safety(...) with '
        yield at(ask).fault("unread_safety_item", f'{text}answer(..., "{unread[0]}")')
    silent = [item for item in known.not_left_out if f"{name}.{item}" not in left_out]
    if silent:
        text = f'asks "{name}", and no safety rule notices when {quoted(silent)} is left out; write safety(...) with '
        yield at(ask).fault("unread_left_out", f'{text}left_out(..., "{silent[0]}")')


def _message(survey: Survey, use: TemplateUse) -> Iterator[Fault]:
    template = survey.catalogue.templates.get(use.template)
    if template is None:
        return
    if use.to in RECIPIENTS and template.audience != use.to:
        text = f'{use.verb} "{use.template}" to the {use.to}, and it is worded for the {template.audience}; '
        yield use.where.fault("wrong_audience", text + "name another template, or write to=")
    if use.asks and "link" not in template.fields:
        text = f'{use.verb} "{use.template}", which has no link to the questions; name another template'
        yield use.where.fault("no_link", text)
    if template.promises_a_call and not survey.catalogue.out_of_hours_line:
        text = f'{use.verb} "{use.template}", which promises that somebody answers at any hour, and this clinic has '
        yield use.where.fault("promise_of_a_call", text + "no staffed out-of-hours line")


def _two_voices(survey: Survey) -> Iterator[Fault]:
    """R-014: two templates that say different things on one topic never reach the same patient."""
    known = survey.catalogue.templates
    used = {use.template: use for use in reversed(survey.templates) if use.template in known}
    for one, other in combinations(sorted(used), 2):
        first, second = known[one], known[other]
        if first.topic is not None and first.topic == second.topic and first.says != second.says:
            text = (
                f'{used[other].verb} "{other}", which says {second.says} on {second.topic}, and "{one}" says '
            )
            yield used[other].where.fault("contradiction", f"{text}{first.says}; use only one of them")


def _consent(survey: Survey) -> Iterator[Fault]:
    """T-07: nobody is texted before they have agreed to it, and somebody has written that down."""
    first = next((use for use in survey.templates if use.to == "patient"), None)
    if first is not None and survey.pathway.texting_consent is None:
        text = f'writes to patients, as with "{first.template}", and names no flag that says whether they agreed to texts; '
        yield survey.whole.fault("no_consent", f"{text}write texting_consent= with its name")
