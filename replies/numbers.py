"""The one number that a short answer is: read only where nothing else can be meant, since a wrong score harms."""

import re
import unicodedata

_PART = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[a-z]+|\S")
_SPELT = {
    word: number
    for words in (
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    )
    for number, word in enumerate(words)
}
_BESIDE = frozenset(
    (
        "a",
        "an",
        "about",
        "around",
        "answer",
        "definately",
        "definitely",
        "guess",
        "ty",
        "for",
        "ando",
        "maybe",
        "d",
        "s",
        "m",
        "c",
        "and",
        "y",
        "been",
        "still",
        "is",
        "it",
        "its",
        "my",
        "the",
        "pain",
        "level",
        "score",
        "number",
        "today",
        "now",
        "right",
        "i",
        "am",
        "im",
        "at",
        "would",
        "say",
        "id",
        "like",
        "feel",
        "feeling",
        "thanks",
        "thank",
        "you",
        "please",
        "hi",
        "hello",
        "well",
        "ok",
        "okay",
        "just",
        "been",
        "average",
        "mi",
        "el",
        "la",
        "es",
        "un",
        "una",
        "dolor",
        "nivel",
        "numero",
        "hoy",
        "ahora",
        "estoy",
        "en",
        "como",
        "diria",
        "gracias",
        "por",
        "favor",
        "hola",
        "mas",
        "menos",
        "respuesta",
        "de",
        "promedio",
    )
)
_IN_BETWEEN = frozenset(
    ("half", "medio", "media", "point", "punto", "coma", "almost", "am", "pm", "casi", "or", "not", "no")
)
_UNIT_AT_ONCE = re.compile(r"[0-9][a-z]")
_ENDS = frozenset(".!,;:'’#")  # noqa: RUF001
_GOES_ON = frozenset(
    (
        *(
            "but",
            "because",
            "flare",
            "bad",
            "really",
            "very",
            "sorry",
            "unfortunately",
            "best",
            "worst",
            "awful",
        ),
        *("pero", "porque", "muy", "brote", "traigo", "lo", "with", "con"),
    )
)
"""What may follow a number that a text begins with: more about it, and no unit that makes another thing of it."""


def number_in(text: str, lowest: int, highest: int) -> int | None:
    """None for two numbers, a fraction, a number out of range, or words that may change what it means."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("2day", "today").replace("2nite", "tonight")
    )
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = _PART.findall(plain)
    if _UNIT_AT_ONCE.search(plain) or not _IN_BETWEEN.isdisjoint(parts):
        return None
    parts = _without_highest(parts, highest)
    numbers = [number for part in parts if (number := _number(part)) is not None]
    rest = [part for part in parts if _number(part) is None]
    told_first = len(parts) > 1 and _number(parts[0]) is not None and parts[1] in _BESIDE | _ENDS | _GOES_ON
    if len(numbers) != 1 or any(any(digit in part for digit in "0123456789") for part in rest):
        return None
    if not told_first and any(part not in _BESIDE and part not in _ENDS for part in rest):
        return None
    return numbers[0] if lowest <= numbers[0] <= highest else None


def _number(part: str) -> int | None:
    return int(part) if part.isdecimal() else _SPELT.get(part)


def _without_highest(parts: list[str], highest: int) -> list[str]:
    """`7/10` and `7 out of 10` say 7."""
    for said in (["/"], ["out", "of"], ["de"], ["sobre"], ["of"]):
        tail = [*said, str(highest)]
        for start in range(1, len(parts) - len(tail) + 1):
            if parts[start : start + len(tail)] == tail and _number(parts[start - 1]) is not None:
                return [*parts[:start], *parts[start + len(tail) :]]
    return parts
