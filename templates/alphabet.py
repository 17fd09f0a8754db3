"""The letters of a text message (GSM 03.38) and how many places they take: rule T-06."""

import unicodedata

LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
LETTERS_TWICE = frozenset("\f^{}\\[~]|€")
"""Each takes two places."""
SEGMENT, SEGMENTS = 153, 2
MOST_SEPTETS = SEGMENT * SEGMENTS
# As they come out of word processors; the alphabet of text messages has only the plain ones.
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
    }
)


def septets(said: str) -> int:
    """Places that this takes in a text message, where every character is in the alphabet."""
    return sum(2 if character in LETTERS_TWICE else 1 for character in said)


def segments(said: str) -> int:
    """How many text messages the provider makes of it: one of 160 places, or several of 153."""
    places = septets(said)
    return 1 if places <= 160 else -(-places // SEGMENT)


def for_a_text(value: str) -> str:
    """A value in the letters that a text message has: `sábado` becomes `sabado`, and `mañana` stays.

    A letter that has no plain one stays as it is, so that the check of the whole text finds it.
    """
    return "".join(
        letter if letter in LETTERS or letter in LETTERS_TWICE else _without_accent(letter)
        for letter in value.translate(_PLAIN)
    )


def _without_accent(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
