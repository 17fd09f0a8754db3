"""How easily a text reads, as the school grade that it asks for: rule T-01, each language by its own formula.

English: Flesch-Kincaid (1975). Spanish: the ease of Fernández Huerta (1959), turned into a grade by the bands that go
with it. Links, numbers and what stands in for them do not count. A lint value: patients say what reads well.
"""

import re

_LINK = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# Two strong vowels, or a weak one with an accent, are two syllables.
_SPANISH_SYLLABLE = re.compile(r"[iuü]?[aeoáéó][iuüy]?|[íú]|[iuüy]+")
_EASE_TO_GRADE = ((90, 4.0), (80, 5.0), (70, 6.0), (60, 7.0), (50, 9.0), (30, 12.0))
HIGHEST_GRADE = 16.0
MOST = {"sms": 6.0, "secure": 7.0, "email": 7.0, "phone": 7.0}
"""The highest grade that a text of each channel may ask for."""


def grade(said: str, language: str) -> float:
    """Of a text as it is read, its values merged in. 0 for a text without words."""
    plain = _LINK.sub("", said)
    words = [word.casefold() for word in _WORD.findall(plain)]
    if not words:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(plain) if _WORD.search(part))
    a_sentence = len(words) / sentences
    if language == "es":
        syllables = sum(_spanish_syllables(word) for word in words) / len(words)
        return _grade_of_ease(206.84 - 60 * syllables - 1.02 * a_sentence)
    syllables = sum(_english_syllables(word) for word in words) / len(words)
    return round(0.39 * a_sentence + 11.8 * syllables - 15.59, 1)


def _grade_of_ease(ease: float) -> float:
    return next((grade for least, grade in _EASE_TO_GRADE if ease >= least), HIGHEST_GRADE)


def _english_syllables(word: str) -> int:
    groups = len(_ENGLISH_VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee"))
    silent = silent_e or (word.endswith("ed") and word[-3:-2] not in "td")
    return max(1, groups - (1 if silent and groups > 1 else 0))


def _spanish_syllables(word: str) -> int:
    return max(1, len(_SPANISH_SYLLABLE.findall(word)))
