"""What this clinic may ask a patient today, and in which words: licence and language are both needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from instruments.catalogue import INSTRUMENTS
from instruments.instrument import Instrument
from instruments.items import Choice, Count, Number, Scale
from instruments.licences import Licence, permission
from templates.translations import WRITTEN_IN, untranslated

Obstacle = Literal["unknown", "not_for_patients", "no_licence", "expired", "no_words", "not_in_language"]
WHY: Mapping[Obstacle, str] = {
    "unknown": "nobody here knows this questionnaire",
    "not_for_patients": "it is filled in by staff",
    "no_licence": "the clinic has no licence for it",
    "expired": "its licence has ended",
    "no_words": "the clinic has not brought its words",
    "not_in_language": "it has no words in the patient's language: an interpreter is needed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """`own` are the questionnaires that the clinic brought, and those whose licensed words it brought."""

    own: Mapping[str, Instrument] = field(default_factory=dict)
    licences: Mapping[str, Licence] = field(default_factory=dict)

    def named(self, name: str) -> Instrument | None:
        return self.own.get(name) or _SHIPPED.get(name)

    def obstacle(self, name: str, language: str, today: date) -> Obstacle | None:
        """Why a patient cannot be asked; None if they can."""
        known = self.named(name)
        if known is None:
            return "unknown"
        if known.asked_by != "patient":
            return "not_for_patients"
        allowed = permission(known, self.licences, today)
        if allowed != "granted":
            return allowed
        if not all(item.wording for item in known.items):
            return "no_words"
        return None if speaks(known, language) else "not_in_language"


_SHIPPED = {one.id: one for one in INSTRUMENTS}


def speaks(known: Instrument, language: str) -> bool:
    """Whether every word that a patient reads of it is there in this language."""
    if language in known.languages:
        return True
    return WRITTEN_IN in known.languages and not untranslated("forms", language, words_of(known))


def words_of(known: Instrument) -> Iterable[str]:
    """Everything that a patient reads of it."""
    return dict.fromkeys(word for word in _words(known) if word)


def _words(known: Instrument) -> Iterator[str]:
    yield known.title
    yield known.stem
    for item in known.items:
        yield item.wording or ""
        match item.response:
            case Scale(low_anchor=low, high_anchor=high):
                yield from (low, high)
            case Count(unit=unit) | Number(unit=unit):
                yield unit
            case Choice(options=options):
                yield from (option.label for option in options)
            case _:
                pass
