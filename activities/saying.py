"""The words of a prompt: chosen in the patient's language, filled with what is true of this patient, and read once more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from jinja2 import UndefinedError

from activities.links import Links, keep_link, why_not_asked
from database.merge_values import Subject, values_of
from database.pool import Connection
from database.prompts import Wanted
from templates.alphabet import for_a_text
from templates.asking import Askable
from templates.catalogue import Channel, Template, Text
from templates.merging import render
from templates.wording import spoken_faults

NUDGE = "message_waiting"
"""What a text message says in place of words that tell of health."""


class Unsayable(Exception):
    """There are no words for a prompt, or not the right ones: trying again does not help."""

    def __init__(
        self, kind: Literal["NoWords", "MissingField", "BadWords", "CannotBeAsked"], why: str
    ) -> None:
        self.kind = kind
        super().__init__(why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`secure`: it tells of health, and goes nowhere but behind the patient's own door."""

    words: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """`fields` are the values that every text may name: the clinic and its numbers; `askable` is what
    may be asked as the clinic's folder stands now."""

    templates: Mapping[str, Template]
    fields: Mapping[str, str]
    links: Links
    askable: Callable[[], Askable] = Askable

    async def text(self, connection: Connection, found: Wanted) -> Said:
        """What tells of health takes whatever it is merged with along. Raises Unsayable."""
        await self._may_be_asked(connection, found)
        said = [
            await self._said(connection, template, subject, found, ("sms", "secure"))
            for template, subject in _subjects(found)
        ]
        words = "\n".join(one.words for one in said)
        await self._keep_link(connection, found, words)
        return Said(words=words, secure=any(one.channel == "secure" for one in said))

    async def mail(self, connection: Connection, found: Wanted) -> str | None:
        """A subject, an empty line, the words; None where one of its messages has no words for an e-mail."""
        said = []
        for template, subject in _subjects(found):
            if _chosen(self.templates.get(template), found.language, ("email",)) is None:
                return None
            said.append(await self._said(connection, template, subject, found, ("email",)))
        await self._may_be_asked(connection, found)
        await self._keep_link(connection, found, "\n".join(one.words for one in said))
        (subject_line, _, first), *others = (one.words.partition("\n") for one in said)
        return "\n\n".join([subject_line, first.strip(), *(words.strip() for _, _, words in others)])

    async def nudge(self, connection: Connection, found: Wanted) -> str:
        """That something waits behind the patient's own door. Raises Unsayable."""
        text = _chosen(self.templates.get(NUDGE), found.language, ("sms",))
        if text is None:
            raise Unsayable("NoWords", f"there are no words for {NUDGE} in this patient's language")
        values = {**self.fields, "link": self._link(found)}
        words = render(text.words, {name: for_a_text(value) for name, value in values.items()})
        await self._keep_link(connection, found, words)
        return words

    def rather_twice(self, found: Wanted) -> bool:
        return any(
            self.templates[name].when_unsure == "again" for name in found.templates if name in self.templates
        )

    def purposes(self, found: Wanted) -> frozenset[str]:
        return frozenset(self.templates[name].purpose for name in found.templates if name in self.templates)

    async def _said(
        self,
        connection: Connection,
        name: str,
        subject: Subject,
        found: Wanted,
        channels: tuple[Channel, ...],
    ) -> Text:
        """The text of one message with its values in it, in the patient's language."""
        text = _chosen(self.templates.get(name), found.language, channels)
        if text is None:
            raise Unsayable("NoWords", f"there are no words for {name} in this patient's language")
        values = {
            **self.fields,
            "link": self._link(found),
            **await values_of(connection, subject, text.language),
        }
        if text.channel == "sms":
            values = {field: for_a_text(value) for field, value in values.items()}
        try:
            words = render(text.words, values)
        except UndefinedError as missing:
            # A gap in a text is worse than no text: a person hears of it instead.
            raise Unsayable("MissingField", f"{name}: {missing}") from missing
        faults = spoken_faults(text, self._as_read(found, words))
        if faults:
            rules = ", ".join(dict.fromkeys(fault.partition(":")[0] for fault in faults))
            raise Unsayable("BadWords", f"{name}: as it would be read now it breaks {rules}")
        return text.model_copy(update={"words": words})

    def _as_read(self, found: Wanted, words: str) -> str:
        """Nobody reads a link: its letters are drawn by lot, and may spell anything."""
        link = self._link(found)
        return words.replace(link, "https://".ljust(len(link), "x"))

    def _link(self, found: Wanted) -> str:
        return self.links.url(self.links.token(found.journey, found.key))

    async def _keep_link(self, connection: Connection, found: Wanted, words: str) -> None:
        if self._link(found) in words:
            await keep_link(connection, self.links, found)

    async def _may_be_asked(self, connection: Connection, found: Wanted) -> None:
        if found.listener == "patient" and (why := await why_not_asked(connection, self.askable(), found)):
            raise Unsayable("CannotBeAsked", why)


def _subjects(found: Wanted) -> list[tuple[str, Subject]]:
    return [
        (template, Subject(journey=journey, step=step, about=about, at=found.at, zone=found.zone))
        for template, journey, step, about in zip(
            found.templates, found.journeys, found.steps, found.about, strict=True
        )
    ]


def _chosen(template: Template | None, language: str, channels: tuple[Channel, ...]) -> Text | None:
    """The first of these ways that it has words for. Never in a language they do not read."""
    texts = () if template is None else template.texts
    for channel in channels:
        for text in texts:
            if (text.channel, text.language) == (channel, language):
                return text
    return None
