"""What a message may say and how it must sound: the clinic's rules T-02, T-04, T-06, T-14 and T-17 as checks."""

import re
from collections.abc import Mapping

from templates.catalogue import Template, Text
from templates.merging import fields_of, render

# T-04. Anything else could carry health content into a text message.
SMS_FIELDS = frozenset(
    ("clinic", "link", "phone", "date", "time", "day", "minutes", "mode", "window", "oncall", "first_name")
)
# Long values, so that what fits with these fits with almost any.
SAMPLE: Mapping[str, str] = {
    "clinic": "Northside Care",
    "link": "https://care.example/f/Zq3vT8mKx0LwB5nRj2YhUg",
    "phone": "(555) 010-0142",
    "oncall": "(555) 010-0199",
    "date": "Wednesday, September 30",
    "time": "10:30 am",
    "day": "Wednesday",
    "minutes": "20",
    "mode": "video",
    "window": "10:30 am",
    "first_name": "Maximiliana",
}

# T-02, for word beginnings and, in capitals as they are printed, for the names of instruments.
_HEALTH = re.compile(
    r"\b(?:\w*therap|pain|score|opioid|opiate|diagnos|disorder|disease|syndrome|depress|anxi|addict|psych|suicid|mental"
    r"|overdos|taper|naloxon|narcan|morphin|oxycod|hydrocod|fentan|tramad|methadon|buprenorph|suboxone|codein"
    r"|gabapent|pregabal|duloxet|amitript|nortript|ketamin|lidocain|steroid|cannab|benzodiaz|inject|infus|epidural"
    r"|ablat|stimulat|implant|nerve|arthrit|fibromyal|migrain|neuropath|sciatic|spin(?:e|al)|urine|drug)\w*",
    re.IGNORECASE,
)
_INSTRUMENTS = re.compile(
    r"\b(?:PEG|PHQ|GAD|GCPS|PSFS|PGIC|PROMIS|ODI|NDI|ORT|COMM|SOAPP|DN4|PCS|PSEQ|ISI|TSK)\b"
)

# T-06: the alphabet of a text message, and the characters that cost two places in it.
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE = frozenset("\f^{}\\[~]|€")
MOST_SEPTETS = 306  # two segments of 153

# T-14.
_TONE = re.compile(
    r"\b(?:fail|streak|fault|blame|lazy|forgot|shame|excuse|noncomplian|non-complian|complian|cure|guarantee|promise)\w*"
    r"|\b(?:you should have|pain[- ]free|go away for good)\b",
    re.IGNORECASE,
)
# T-17.
_WILL_CALL = re.compile(r"\bwill (?:try to )?(?:call|phone) you\b", re.IGNORECASE)


def wording_faults(template: Template) -> tuple[str, ...]:
    """One sentence for each rule that a text of this message breaks, with the file and what was found."""
    return tuple(
        f"{template.name}/{text.channel}.{text.language}.txt: {fault}"
        for text in template.texts
        for fault in (
            *(_sms_field_faults(template, text) if text.channel == "sms" else ()),
            *spoken_faults(text, _sample_render(text)),
            *_promise_faults(template, text),
        )
    )


def spoken_faults(text: Text, said: str) -> tuple[str, ...]:
    """What is wrong with a text as this patient would read it, its values merged in."""
    found = [f"T-14: {word!r} blames or promises; say it kindly." for word in _TONE.findall(said)]
    if text.channel == "sms":
        found += [
            f"T-02: {word!r} tells of health; a text message is a nudge only." for word in _health_words(said)
        ]
        found += _length_faults(said)
    return tuple(found)


def septets(said: str) -> int:
    """Places that this takes in a text message, where every character is in the alphabet."""
    return sum(2 if character in _GSM7_TWICE else 1 for character in said)


def _health_words(said: str) -> list[str]:
    return [*_HEALTH.findall(said), *_INSTRUMENTS.findall(said)]


def _length_faults(said: str) -> list[str]:
    foreign = sorted(set(said) - _GSM7 - _GSM7_TWICE)
    if foreign:
        return [f"T-06: {' '.join(foreign)} is not in the alphabet of text messages; write it another way."]
    if septets(said) > MOST_SEPTETS:
        return [f"T-06: takes {septets(said)} places of {MOST_SEPTETS}; make it shorter."]
    return []


def _sms_field_faults(template: Template, text: Text) -> list[str]:
    here = fields_of(text.words)
    found = [f"T-04: {{{{{field}}}}} may not stand in a text message." for field in sorted(here - SMS_FIELDS)]
    if "first_name" in here and not template.needs_name_consent:
        found.append("T-04: {{first_name}} needs the patient's agreement; set needs_name_consent = true.")
    return found


def _promise_faults(template: Template, text: Text) -> list[str]:
    calls = template.purpose == "safety" and _WILL_CALL.search(text.words)
    if (calls or "oncall" in fields_of(text.words)) and not template.needs_oncall:
        return ["T-17: it counts on somebody being on call; set needs_oncall = true."]
    return []


def _sample_render(text: Text) -> str:
    return render(text.words, {field: SAMPLE.get(field, field) for field in fields_of(text.words)})
