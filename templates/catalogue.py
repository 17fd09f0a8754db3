"""Reads the messages from their folders: what each is for, who it is written to, and its words."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal, Self

from jinja2 import TemplateSyntaxError
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from templates.merging import fields_of

# What a patient can decline one of without the others: `safety` warns and checks, `visit` is about coming here,
# `form` asks for answers, `care` is the plan and its encouragement, `texting` is about the texts themselves.
Purpose = Literal["safety", "visit", "form", "care", "texting"]
Urgency = Literal["safety", "visit", "routine"]
Channel = Literal["sms", "secure", "email", "phone"]
Audience = Literal["patient", "caregiver", "team"]

_HERE = Path(__file__).parent
_ABOUT = "template.toml"
_TEXT_FILE = re.compile(r"(?P<channel>[a-z]+)\.(?P<language>[a-z]{2})\.txt")
_SPAN = re.compile(r"([1-9]\d*) hours?")


def _hours(written: object) -> timedelta:
    match = _SPAN.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise ValueError('write a number of hours, such as "48 hours"')
    return timedelta(hours=int(match[1]))


class Text(BaseModel):
    """The words of one message in one channel and one language, with its fields in `{{ }}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Channel
    language: str
    words: str


class Template(BaseModel):
    """One message. `expires_after` is how long it may wait to be sent before it is better not sent at all.

    `needs_oncall`: it gives the on-call number or says that a person will call, so it may go out only while
    somebody is on call. `needs_name_consent`: it names the patient, who must have agreed to that.
    `when_unsure`: what is done when nobody can tell whether the provider took it. `again`: rather twice than never;
    `wait`: nobody sends it again before the provider's own list tells, and a person decides if that tells nothing.
    `sent_by = "provider"`: set up at the text provider, which answers by itself; we keep the wording only.
    Two messages that say different things on one `topic` must not reach one patient.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    purpose: Purpose
    urgency: Urgency
    audience: Audience
    channels: tuple[Channel, ...]
    fields: tuple[str, ...]
    expires_after: Annotated[timedelta, BeforeValidator(_hours)]
    needs_oncall: bool = False
    needs_name_consent: bool = False
    when_unsure: Literal["again", "wait"] = "wait"
    sent_by: Literal["clinic", "provider"] = "clinic"
    topic: str | None = None
    says: str | None = None
    texts: tuple[Text, ...]

    @model_validator(mode="after")
    def _takes_a_side(self) -> Self:
        if (self.topic is None) != (self.says is None):
            raise ValueError("write `topic` and `says` together, or neither")
        if (self.urgency == "safety") != (self.when_unsure == "again"):
            raise ValueError(
                'write when_unsure = "again" for what is urgent for safety, and for nothing else'
            )
        return self

    def words(self, channel: Channel, language: str) -> str | None:
        """None when nobody has written them in this channel and language."""
        for text in self.texts:
            if (text.channel, text.language) == (channel, language):
                return text.words
        return None


class TemplatesFaulty(Exception):
    """Every fault of the folder at once: the file, the setting, and what to write there."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(folder: Path = _HERE) -> Mapping[str, Template]:
    templates: dict[str, Template] = {}
    faults: list[str] = []
    for place in sorted(folder.iterdir()):
        if not place.is_dir() or place.name.startswith(("_", ".")):
            continue
        try:
            templates[place.name] = _read(place)
        except TemplatesFaulty as faulty:
            faults += faulty.faults
    if faults:
        raise TemplatesFaulty(tuple(faults))
    return templates


def contradictions(templates: Iterable[Template]) -> tuple[tuple[str, str], ...]:
    """The names of each two messages that say different things on one topic."""
    in_order = sorted(templates, key=lambda template: template.name)
    return tuple(
        (one.name, other.name)
        for one, other in combinations(in_order, 2)
        if one.topic is not None and one.topic == other.topic and one.says != other.says
    )


def _read(place: Path) -> Template:
    about = f"{place.name}/{_ABOUT}"
    try:
        settings = tomllib.loads((place / _ABOUT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TemplatesFaulty((f"{about}: is missing. Copy one from a message of the same kind.",)) from None
    except tomllib.TOMLDecodeError as error:
        raise TemplatesFaulty((f"{about}: cannot be read: {error}.",)) from error
    texts = _texts(place)
    try:
        template = Template.model_validate({**settings, "name": place.name, "texts": texts})
    except ValidationError as error:
        raise TemplatesFaulty(tuple(f"{about}: {_in_words(fault)}" for fault in error.errors())) from error
    faults = (*_missing_texts(template), *_unlike_fields(template))
    if faults:
        raise TemplatesFaulty(faults)
    return template


def _texts(place: Path) -> tuple[Mapping[str, str], ...]:
    texts: list[Mapping[str, str]] = []
    faults: list[str] = []
    for file in sorted(place.iterdir()):
        named = _TEXT_FILE.fullmatch(file.name)
        if named:
            texts.append({**named.groupdict(), "words": file.read_text(encoding="utf-8").strip()})
        elif file.name != _ABOUT:
            faults.append(f"{place.name}/{file.name}: name it CHANNEL.LANGUAGE.txt, such as sms.en.txt.")
    if faults:
        raise TemplatesFaulty(tuple(faults))
    return tuple(texts)


def _in_words(fault: ErrorDetails) -> str:
    setting = ".".join(str(part) for part in fault["loc"]) or "settings"
    match fault["type"]:
        case "missing":
            return f"{setting}: is missing."
        case "extra_forbidden":
            return f"{setting}: is no setting of a message. There are: {', '.join(_SETTINGS)}."
        case "literal_error":
            return f"{setting}: write {fault['ctx']['expected']}, not {fault['input']!r}."
        case "value_error":
            return f"{setting}: {fault['ctx']['error']}."
        case _:
            return f"{setting}: {fault['msg']}."


_SETTINGS = tuple(name for name in Template.model_fields if name not in ("name", "texts"))


def _missing_texts(template: Template) -> tuple[str, ...]:
    written = {text.channel for text in template.texts}
    return (
        *(
            f"{template.name}/{channel}.en.txt: is missing; {_ABOUT} names the channel {channel}."
            for channel in template.channels
            if channel not in written
        ),
        *(
            f"{template.name}/{_ABOUT}: channels: add {channel!r}, there is a text for it."
            for channel in sorted(written - set(template.channels))
        ),
    )


def _unlike_fields(template: Template) -> tuple[str, ...]:
    faults: list[str] = []
    used: set[str] = set()
    for text in template.texts:
        file = f"{template.name}/{text.channel}.{text.language}.txt"
        try:
            here = fields_of(text.words)
        except TemplateSyntaxError as error:
            faults.append(f"{file}: cannot be read: {error.message}.")
            continue
        used |= here
        faults += [
            f"{file}: uses {{{{{field}}}}}; add {field!r} to fields in {_ABOUT}, or take it out."
            for field in sorted(here - set(template.fields))
        ]
    if not faults:
        faults += [
            f"{template.name}/{_ABOUT}: fields: take out {field!r}, no text uses it."
            for field in sorted(set(template.fields) - used)
        ]
    return tuple(faults)
