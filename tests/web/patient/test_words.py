"""The pages' own words: each is translated, and no translation is left over."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from templates.translations import LANGUAGES, WRITTEN_IN, untranslated
from web.patient.paper import PAGES, PLACES

_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "say": None, "tell": None}
_STYLE = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def _words() -> set[str]:
    return {words if isinstance(words, str) else words[0] for words in _found()} | set(PLACES.values())


def _found() -> Iterator[str | tuple[str, ...]]:
    for page in sorted(PAGES.glob("*.html")):
        for found in extract_from_file("jinja2.ext:babel_extract", page, keywords=_KEYWORDS, options=_STYLE):
            yield found[1]
    for module in sorted(Path(PAGES.parent).glob("*.py")):
        for found in extract_from_file("python", module, keywords=_KEYWORDS):
            yield found[1]


def test_every_word_of_the_pages_has_its_translation() -> None:
    for language in LANGUAGES:
        assert untranslated("pages", language, sorted(_words())) == ()


def test_nothing_is_translated_that_no_page_says() -> None:
    for language in set(LANGUAGES) - {WRITTEN_IN}:
        with (Path("templates") / f"{language}.pages.po").open("rb") as written:
            known = {one.id if isinstance(one.id, str) else one.id[0] for one in read_po(written) if one.id}
        assert known - _words() == set()
