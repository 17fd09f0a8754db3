"""The questionnaires and the licences that a clinic keeps in a folder of its own, beside those that come with carepath."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from commandline.loading import ROOT, shown
from commandline.mistakes import in_words
from commandline.reading import json_of, text_of
from commandline.unusable import Unusable
from instruments.catalogue import INSTRUMENTS, UnknownInstrument, instrument
from instruments.fhir import QuestionnaireFaulty, from_fhir
from instruments.instrument import Instrument
from instruments.licences import Licence
from templates.asking import Askable

# Never under version control with the code: it may hold words that others own.
FOLDER = ROOT / "questionnaires"
_LICENCE = ".licence.json"


class _Record(BaseModel):
    """A licence as it is written down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    holder: Annotated[str, Field(min_length=1, max_length=200)]
    reference: Annotated[str, Field(min_length=1, max_length=200)]
    expires: date


@dataclass(frozen=True, slots=True)
class OwnForms:
    instruments: Mapping[str, Instrument]
    licences: Mapping[str, Licence]

    @property
    def all(self) -> tuple[Instrument, ...]:
        """What comes with carepath, worded where the clinic brought the words, and then the clinic's own."""
        ours = tuple(self.instruments.get(one.id, one) for one in INSTRUMENTS)
        shipped = {one.id for one in INSTRUMENTS}
        return (*ours, *(own for name, own in self.instruments.items() if name not in shipped))

    def named(self, name: str) -> Instrument:
        """Raises UnknownInstrument."""
        return self.instruments.get(name) or instrument(name)


def askable(folder: Path = FOLDER) -> Askable:
    """What this clinic may ask, as its folder stands now."""
    own = read(folder)
    return Askable(own=own.instruments, licences=own.licences)


def named(name: str, folder: Path = FOLDER) -> Instrument:
    try:
        return read(folder).named(name)
    except UnknownInstrument as unknown:
        raise Unusable(f"{unknown} See: carepath instruments") from unknown


def read(folder: Path = FOLDER) -> OwnForms:
    """Raises Unusable with the file and all that is wrong with it."""
    files = sorted(folder.glob("*.json"))
    forms = [questionnaire_in(file) for file in files if not file.name.endswith(_LICENCE)]
    licences = {
        file.name.removesuffix(_LICENCE): _licence_in(file) for file in files if file.name.endswith(_LICENCE)
    }
    return OwnForms(instruments={form.id: form for form in forms}, licences=licences)


def questionnaire_in(file: Path) -> Instrument:
    try:
        return from_fhir(json_of(file), {one.id: one for one in INSTRUMENTS})
    except QuestionnaireFaulty as faulty:
        raise Unusable("\n".join(f"{shown(file)}: {fault}" for fault in faulty.faults)) from faulty


def keep_questionnaire(form: Instrument, file: Path, folder: Path = FOLDER) -> Path:
    """Kept as it came, so that what was licensed can be looked up.

    Raises Unusable where another form of the same name and version is kept: what patients have answered stays as it was
    asked. Licensed words may be mended; their scoring cannot change.
    """
    text = text_of(file)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{form.id}.json"
    own = form.id not in {one.id for one in INSTRUMENTS}
    if own and kept.exists() and text_of(kept) != text and questionnaire_in(kept).version == form.version:
        raise Unusable(
            f"{form.id} version {form.version} is kept already, and is another. Give this one a new version."
        )
    kept.write_text(text, encoding="utf-8")
    return kept


def keep_licence(name: str, licence: Licence, folder: Path = FOLDER) -> Path:
    named(name, folder)
    record = _record({"holder": licence.holder, "reference": licence.reference, "expires": licence.expires})
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name}{_LICENCE}"
    kept.write_text(json.dumps(record.model_dump(mode="json"), indent=2) + "\n", encoding="utf-8")
    return kept


def _licence_in(file: Path) -> Licence:
    try:
        record = _record(json_of(file))
    except Unusable as unusable:
        raise Unusable(f"{shown(file)}: {unusable}") from unusable
    return Licence(holder=record.holder, reference=record.reference, expires=record.expires)


def _record(written: object) -> _Record:
    try:
        return _Record.model_validate(written)
    except ValidationError as error:
        raise Unusable(f"this is no licence record: {in_words(error)}") from error
