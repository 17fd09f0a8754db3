"""A text as plain words: small letters, no accents, no apostrophes, the shorthand of phones written out."""

import re
import unicodedata

_APART = re.compile(r"[^a-z0-9]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES = re.compile(r"['’‘`´]")  # noqa: RUF001  the curly ones are the case
# Emoji that say one thing; the others say nothing for sure.
_SIGNS = {"👍": " ok ", "✅": " ok ", "👌": " ok ", "🙏": " thanks ", "🛑": " stop "}
_WRITTEN_OUT = {
    "cant": "cannot",
    "cannt": "cannot",
    "dont": "do not",
    "dnt": "do not",
    "wont": "will not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "wasnt": "was not",
    "arent": "are not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "wouldnt": "would not",
    "havent": "have not",
    "hasnt": "has not",
    "aint": "is not",
    "im": "i am",
    "ive": "i have",
    "ill": "i will",
    "id": "i would",
    "hes": "he is",
    "shes": "she is",
    "its": "it is",
    "thats": "that is",
    "whos": "who is",
    "youre": "you are",
    "theres": "there is",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "plese": "please",
    "thx": "thanks",
    "thnks": "thanks",
    "tysm": "thank you so much",
    "grasias": "gracias",
    "kiero": "quiero",
    "kien": "quien",
    "idk": "i do not know",
    "b": "be",
    "w": "with",
    "bc": "because",
    "dis": "this",
    "ty": "thanks",
    "txt": "text",
    "txts": "texts",
    "txting": "texting",
    "txtin": "texting",
    "msg": "message",
    "msgs": "messages",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tomorow": "tomorrow",
    "appt": "appointment",
    "apt": "appointment",
    "appts": "appointments",
    "kms": "kill myself",
    "unalive": "kill",
    "meds": "medicine",
    "xq": "porque",
    "q": "que",
    "tb": "tambien",
    "porfa": "por favor",
    "porfavor": "por favor",
}


def words_of(text: str) -> tuple[str, ...]:
    """In order. Digits stay; `7/10` and `7.5` become words apart."""
    for sign, said in _SIGNS.items():
        text = text.replace(sign, said)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _DRAWN_OUT.sub(r"\1", plain)
    words = (word for word in _APART.split(plain) if word)
    return tuple(part for word in words for part in _WRITTEN_OUT.get(word, word).split())
