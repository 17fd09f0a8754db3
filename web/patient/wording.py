"""What a questionnaire says, in the patient's language: in its own words if it has them, else in our translation."""

from engine.scores import Value
from instruments.instrument import Instrument
from instruments.items import Choice, Item, YesNo
from templates.translations import WRITTEN_IN, translations
from web.patient.paper import gettext


class Wording:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, form: Instrument, words: str | None) -> str:
        if not words or self.language in form.languages or self.language == WRITTEN_IN:
            return words or ""
        return translations("forms", self.language).gettext(words)

    def answer(self, form: Instrument, item: Item, value: Value) -> str:
        """An answer as the patient gave it, to look over."""
        say = gettext(self.language)
        match item.response:
            case YesNo():
                if value in (True, False):
                    return say("Yes") if value else say("No")
                return say("I would rather not say")
            case Choice(options=options):
                return next(
                    (self(form, option.label) for option in options if option.code == value), str(value)
                )
            case _:
                return str(value)
