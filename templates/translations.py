"""What stands in our catalogues in other languages: of the patients' pages (`pages`) and of questionnaires (`forms`)."""

import gettext
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Domain = Literal["pages", "forms"]
WRITTEN_IN = "en"
"""The language of the code: its words need no catalogue."""
LANGUAGES = (WRITTEN_IN, "es")
_HERE = Path(__file__).parent


@cache
def translations(domain: Domain, language: str) -> gettext.NullTranslations:
    """Compiled when it is first asked for, so that what is written is what is read. Raises KeyError for a language
    that has no catalogue: a patient is never silently answered in another."""
    if language == WRITTEN_IN:
        return gettext.NullTranslations()
    if language not in LANGUAGES:
        raise KeyError(language)
    with (_HERE / f"{language}.{domain}.po").open("rb") as written:
        found = read_po(written, locale=language, domain=domain)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def untranslated(domain: Domain, language: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those without a translation, in their order; one that is marked as uncertain has none."""
    if language == WRITTEN_IN:
        return ()
    if language not in LANGUAGES:
        return tuple(words)
    known = _known(domain, language)
    return tuple(one for one in words if one not in known)


@cache
def _known(domain: Domain, language: str) -> frozenset[str]:
    with (_HERE / f"{language}.{domain}.po").open("rb") as written:
        found = read_po(written, locale=language, domain=domain)
    return frozenset(
        one.id if isinstance(one.id, str) else one.id[0]
        for one in found
        if one.id and one.string and not one.fuzzy
    )
