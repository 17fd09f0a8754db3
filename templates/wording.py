"""What a message may say and how it must sound: the clinic's rules T-01, T-02, T-04, T-06, T-14 and T-17 as checks.

They hold in every language that we write in: each list names the English and the Spanish words.
"""

import re
from collections.abc import Mapping

from templates.alphabet import LETTERS, LETTERS_TWICE, MOST_SEPTETS, for_a_text, septets
from templates.catalogue import Template, Text
from templates.merging import fields_of, render
from templates.reading_grade import MOST, grade

# T-04. Anything else could carry health content into a text message.
SMS_FIELDS = frozenset(
    ("clinic", "link", "phone", "date", "time", "day", "minutes", "mode", "window", "oncall", "first_name")
)
# Long values, so that what fits with these fits with almost any.
_SAMPLE: Mapping[str, str] = {
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
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "en": _SAMPLE,
    "es": {
        **_SAMPLE,
        "date": "miércoles 30 de septiembre",
        "day": "miércoles",
        "mode": "en persona",
    },
}

# T-02, for word beginnings and, in capitals as they are printed, for the names of instruments.
_HEALTH = re.compile(
    r"\b(?:\w*therap|pain|score|opioid|opiate|diagnos|disorder|disease|syndrome|depress|anxi|addict|psych|suicid|mental"
    r"|overdos|taper|naloxon|narcan|morphin|oxycod|hydrocod|fentan|tramad|methadon|buprenorph|suboxone|codein"
    r"|gabapent|pregabal|duloxet|amitript|nortript|ketamin|lidocain|steroid|cannab|benzodiaz|inject|infus|epidural"
    r"|ablat|stimulat|implant|nerve|arthrit|fibromyal|migrain|neuropath|sciatic|spin(?:e|al)|urine|drug"
    r"|dolor|terap|puntaj|puntuaci|opioid|enfermedad|s[ií]ndrome|depres|ansied|adicci|psic|mental|sobredosis|naloxona"
    r"|morfin|inyecc|infiltr|esteroid|implante|nervio|artrit|migra[nñ]|columna|orina|droga)\w*",
    re.IGNORECASE,
)
_INSTRUMENTS = re.compile(
    r"\b(?:PEG|PHQ|GAD|GCPS|PSFS|PGIC|PROMIS|ODI|NDI|ORT|COMM|SOAPP|DN4|PCS|PSEQ|ISI|TSK)\b"
)

# T-14.
_TONE = re.compile(
    r"\b(?:fail|streak|fault|blame|lazy|forgot|shame|excuse|noncomplian|non-complian|complian|cure|guarantee|promise)\w*"
    r"|\b(?:you should have|pain[- ]free|go away for good)\b"
    r"|\b(?:culp|fall[oó]|fracas|olvid|verg[uü]enza|excus|incumpl|curar|garantiz|promet)\w*"
    r"|\b(?:usted deb[ií]a|deber[ií]a haber|sin dolor)\b",
    re.IGNORECASE,
)
# T-17.
_WILL_CALL = re.compile(
    r"\bwill (?:try to )?(?:call|phone) you\b|\ble (?:va|vamos) a llamar\b|\ble llamar(?:emos|[aá])\b",
    re.IGNORECASE,
)


def wording_faults(template: Template) -> tuple[str, ...]:
    """One sentence for each rule that a text of this message breaks, with the file and what was found."""
    return tuple(
        f"{template.name}/{text.channel}.{text.language}.txt: {fault}"
        for text in template.texts
        for fault in (
            *(_sms_field_faults(template, text) if text.channel == "sms" else ()),
            *spoken_faults(text, sample(text)),
            *_promise_faults(template, text),
        )
    )


def spoken_faults(text: Text, said: str) -> tuple[str, ...]:
    """What is wrong with a text as this patient would read it, its values merged in."""
    found = [f"T-14: {word!r} blames or promises; say it kindly." for word in _TONE.findall(said)]
    reads_as = grade(said, text.language)
    if reads_as > MOST[text.channel]:
        found.append(
            f"T-01: reads as grade {reads_as:g}, of {MOST[text.channel]:g}; use shorter sentences and words."
        )
    if text.channel == "sms":
        found += [
            f"T-02: {word!r} tells of health; a text message is a nudge only." for word in _health_words(said)
        ]
        found += _length_faults(said)
    return tuple(found)


def _health_words(said: str) -> list[str]:
    return [*_HEALTH.findall(said), *_INSTRUMENTS.findall(said)]


def _length_faults(said: str) -> list[str]:
    foreign = sorted(set(said) - LETTERS - LETTERS_TWICE)
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


def sample(text: Text) -> str:
    """The text as it may arrive, with long values."""
    values = SAMPLES.get(text.language, _SAMPLE)
    fill = {field: values.get(field, field) for field in fields_of(text.words)}
    if text.channel == "sms":
        fill = {field: for_a_text(value) for field, value in fill.items()}
    return render(text.words, fill)
