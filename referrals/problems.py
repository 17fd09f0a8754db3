"""Which conditions mean chronic pain, and which of them are one episode of care."""

import re

from referrals.referral import Coded, PainProblem, Problem
from referrals.resources import Json, Resources, code_of, coded, listed, part, text

UNSPECIFIED = "unspecified"
# The first that fits names the site: one episode of care for all that hurts there.
_WORDS = (
    ("headache", r"migraine|headache|cephalalgia"),
    ("widespread", r"fibromyalgia|widespread pain"),
    ("inflammatory joints", r"rheumatoid|psoriatic arthritis|ankylosing|spondyloarthritis|\bgout"),
    ("knee", r"(arthr|pain|dynia).*knee|knee.*(arthr|pain)|gonarthrosis"),
    ("hip", r"(arthr|pain).*\bhip\b|\bhip\b.*(arthr|pain)|coxarthrosis"),
    ("hand", r"(arthr|pain).*\b(hand|wrist|finger|thumb)\b|\b(hand|wrist)\b.*(arthr|pain)"),
    ("shoulder", r"shoulder.*(arthr|pain|syndrome)|(arthr|pain).*shoulder|frozen shoulder"),
    ("neck", r"neck pain|pain.*\bneck\b|cervicalgia|cervical (radic|spondyl|disc)|chronic whiplash"),
    (
        "back",
        r"back ?(pain|ache)|pain.*\bback\b|dorsalgia|lumbago|sciatica|lumbar|spinal stenosis|spondylosis",
    ),
    ("regional", r"complex regional pain|phantom limb|pelvic pain|endometriosis"),
    ("nerves", r"neuralgia|neuropath|radiculopathy"),
    ("joints", r"arthr(itis|osis)|arthralgia|joint pain"),
    (UNSPECIFIED, r"\bpain\b|myalgia"),
)
_ICD10 = (
    ("headache", r"G43|G44|R51"),
    ("widespread", r"M79\.?7"),
    ("inflammatory joints", r"M0[5-9]|M1[0-4]|M45"),
    ("knee", r"M17|M25\.?56"),
    ("hip", r"M16|M25\.?55"),
    ("hand", r"M18|M25\.?5[34]"),
    ("shoulder", r"M75|M25\.?51"),
    ("neck", r"M50|M54\.?2"),
    ("back", r"M47|M48\.?0|M51|M54|M96\.?1"),
    ("regional", r"G90\.?5|G54\.?6|R10\.?2|N80"),
    ("nerves", r"G50|G56|G57|G6[0-3]|B02\.?2|M79\.?2|E1[0-4]\.?4"),
    ("joints", r"M15|M19|M25\.?5"),
    (UNSPECIFIED, r"G89$|G89\.?[0234]|R52|M79\.?[16]"),
)
_SNOMED = {
    "82423001": UNSPECIFIED, "37796009": "headache", "124171000119105": "headache", "239873007": "knee",
    "239872002": "hip", "201834006": "hand", "69896004": "inflammatory joints", "279039007": "back",
    "278860009": "back", "203082005": "widespread", "396275006": "joints", "128200000": "regional",
}  # fmt: skip
_NOT_PAIN = re.compile(r"\b(history of|no (chronic )?pain|painless|suspected|chest pain)\b")
_PASSING = re.compile(r"\bacute\b(?!.*\bchronic\b)")
"""Acute pain is not this clinic's work; acute on chronic pain is."""
_ENDED = frozenset({"resolved", "inactive", "remission"})
_UNTRUE = frozenset({"refuted", "entered-in-error"})
_CANCER = re.compile(r"malignan|carcinoma|\bcancer\b|lymphoma|leuk[a]?emia|metasta")


def active_conditions(resources: Resources) -> tuple[Problem, ...]:
    """Those that go on or do not say that they ended; the site of one that is no pain is empty."""
    return tuple(_problem(one) for one in resources.all("Condition") if _goes_on(one))


def _goes_on(condition: Json) -> bool:
    if code_of(condition, "verificationStatus") in _UNTRUE:
        return False
    status = code_of(condition, "clinicalStatus")
    ended = any(field.startswith("abatement") for field in condition)
    return status not in _ENDED if status else not ended


def _problem(condition: Json) -> Problem:
    what = coded(part(condition, "code"))
    return Problem(what, text(condition, "onsetDateTime"), site_of(what) or "")


def site_of(what: Coded) -> str | None:
    """None: not a pain problem. A code is believed before the words beside it."""
    for system, code in what.codes:
        if system == "http://snomed.info/sct" and code in _SNOMED:
            return _SNOMED[code]
        if "icd-10" in system:
            found = next((site for site, pattern in _ICD10 if re.match(pattern, code)), None)
            if found:
                return found
    words = what.words.lower()
    if _NOT_PAIN.search(words) or _PASSING.search(words):
        return None
    return next((site for site, pattern in _WORDS if re.search(pattern, words)), None)


def pain_problems(problems: tuple[Problem, ...]) -> tuple[PainProblem, ...]:
    """One episode a site. Pain without a site belongs to the longest-standing one that has a site, if any."""
    sites: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda one: (one.onset or "9999", one.what.words)):
        if problem.site:
            sites.setdefault(problem.site, []).append(problem)
    if len(sites) > 1 and UNSPECIFIED in sites:
        general = sites.pop(UNSPECIFIED)
        sites[next(iter(sites))].extend(general)
    return tuple(PainProblem(site, tuple(held)) for site, held in sites.items())


def asked_for(resources: Resources) -> tuple[Problem, ...]:
    """The pain that the request itself names, for a file that lists no condition."""
    return tuple(
        Problem(what, None, site)
        for request in resources.all("ServiceRequest")
        for concept in listed(request, "reasonCode")
        if (site := site_of(what := coded(concept)))
    )


def for_triage(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    # "Suspected" counts here: whether a cancer stands behind the pain is for a person to weigh.
    return ("cancer",) if any(_cancer(one.what) for one in problems) else ()


def _cancer(what: Coded) -> bool:
    coded_so = any("icd-10" in system and re.match(r"C\d|G89\.?3", code) for system, code in what.codes)
    return coded_so or _CANCER.search(what.words.lower()) is not None
