"""Phrases that a text may contain, misspelt or with other words in between.

A phrase is written as its words in order. `a/b` is one of these words, `..` up to three words of any kind, `=word`
this word exactly as it is written, `word*` any word that begins so, `$` the end of the text and `^` its beginning. `one & other` are phrases that both
stand in the text, near or far, in any order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from rapidfuzz.distance import OSA

GAP = 3
"""Words that `..` may stand for at most."""
REMEMBERED = 5_000
"""Words of texts, for each of which it is remembered what it may mean: people write the same few again and again."""
Pattern: TypeAlias = tuple[frozenset[str], ...]
"""The words of a phrase in order, each with its alternatives."""
_BEGINNING, _END, _ANY = frozenset("^"), frozenset("$"), frozenset(("..",))


@dataclass(frozen=True)
class Phrases:
    """`exact`: nothing in them may be misspelt, because a slip makes another everyday word of them."""

    written: tuple[str, ...]
    exact: bool = False

    def within(self, words: tuple[str, ...]) -> bool:
        meant = tuple(self._meant(word) for word in words)
        anywhere = frozenset().union(*meant)
        return any(
            all(_stands(part, meant) for part in parts)
            for needed, parts in self._phrases
            if not any(word.isdisjoint(anywhere) for word in needed)
        )

    @cached_property
    def _phrases(self) -> tuple[tuple[Pattern, tuple[Pattern, ...]], ...]:
        """Each with the words without which it cannot stand in a text: most phrases are ruled out by them at once."""
        found = []
        for phrase in self.written:
            parts = tuple(
                tuple(frozenset(word.split("/")) for word in part.split()) for part in phrase.split(" & ")
            )
            needed = tuple(word for part in parts for word in part if word not in (_BEGINNING, _END, _ANY))
            found.append((needed, parts))
        return tuple(found)

    @cached_property
    def _meant(self) -> Callable[[str], frozenset[str]]:
        """The words of these phrases that a word of a text may be."""
        options = frozenset().union(*(word for _, parts in self._phrases for part in parts for word in part))

        @lru_cache(maxsize=REMEMBERED)
        def meant(word: str) -> frozenset[str]:
            return frozenset(option for option in options if _is(option, word, exact=self.exact))

        return meant


def _stands(pattern: Pattern, meant: tuple[frozenset[str], ...]) -> bool:
    return any(_matches(pattern, meant, start) for start in range(len(meant)))


def _matches(pattern: Pattern, meant: tuple[frozenset[str], ...], at: int) -> bool:
    if not pattern:
        return True
    first, rest = pattern[0], pattern[1:]
    if first == _BEGINNING:
        return at == 0 and _matches(rest, meant, at)
    if first == _END:
        return at == len(meant)
    if first == _ANY:
        return any(_matches(rest, meant, at + gap) for gap in range(GAP + 1))
    return at < len(meant) and not first.isdisjoint(meant[at]) and _matches(rest, meant, at + 1)


def _is(option: str, word: str, *, exact: bool) -> bool:
    if option.startswith("="):
        return word == option[1:]
    if option.endswith("*"):
        return word.startswith(option[:-1])
    return word == option or (not exact and misspelt(word, option))


def misspelt(word: str, meant: str) -> bool:
    """One slip in a word of four letters or more, two in a long one; a short word begins as it should."""
    if len(meant) < 4 or word.isdigit():
        return False
    slips = OSA.distance(word, meant)
    if len(meant) >= 8:
        return slips <= 2
    return slips <= 1 and (word[:1] == meant[:1] or len(meant) >= 6)
