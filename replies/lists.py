"""The lists of phrases as they are written in `words/`: one file a meaning, one phrase a line, for clinicians to sign.

A list that must not miss a warning sign may be misspelt and gives false alarms; `as written` at its top means that
nothing in it may be misspelt. `{NAME}` is any of the words that `shared.txt` gives this name. What a phrase may hold is
told in `phrases.py`.
"""

from collections.abc import Mapping
from pathlib import Path

from replies.phrases import Phrases

WORDS = Path(__file__).parent / "words"
AS_WRITTEN = "as written"

# Single words that the text provider takes for its own, whatever we think of them: so do we, without fail.
PROVIDER_STOPS = frozenset(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"))
PROVIDER_STARTS = frozenset(("start", "unstop"))
PROVIDER_HELPS = frozenset(("help", "info"))


def read_list(name: str) -> Phrases:
    lines = _lines(WORDS / f"{name}.txt")
    phrases = tuple(line.format_map(_SHARED) for line in lines if line != AS_WRITTEN)
    return Phrases(phrases, exact=AS_WRITTEN in lines)


def read_lists(folder: str) -> Mapping[str, Phrases]:
    """By the names of the files."""
    return {file.stem: read_list(f"{folder}/{file.stem}") for file in sorted((WORDS / folder).glob("*.txt"))}


def _lines(file: Path) -> tuple[str, ...]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


_SHARED = dict(line.split(" = ", 1) for line in _lines(WORDS / "shared.txt"))
