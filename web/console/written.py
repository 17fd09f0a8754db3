"""How pages are written: the templates, and how times, roles and codes read in them."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from database.todo import Todo
from engine.clinic import Clinic
from engine.zones import date_words, wall
from web.console.rules import CARE, CLINIC, COHORT, WORK, Rule, may

_LINE = re.compile(r" \(\S+\.(?:py|json)(?::\d+)?\)")
PAGES = Path(__file__).parent / "pages"
ROLE_NAMES: Mapping[str, str] = {
    "coordinator": "Coordinator",
    "physician": "Physician",
    "physiatrist": "Physiatrist",
    "pt": "Physiotherapist",
    "ot": "Occupational therapist",
    "psych": "Psychologist",
    "pharm": "Pharmacist",
    "dietitian": "Dietitian",
    "sleep": "Sleep specialist",
    "sw": "Social worker",
    "proc_nurse": "Procedure nurse",
    "interventionalist": "Interventionalist",
    "oncall": "On call",
    "med_director": "Medical director",
    "ops": "Operations",
    "pcp": "Referring doctor",
    "device_rep": "Device representative",
}
SEVERITIES: Mapping[str, tuple[str, str]] = {
    "SEV1": ("Emergency", "sev1"),
    "SEV2": ("Urgent today", "sev2"),
    "SEV3": ("Next clinic day", "sev3"),
    "SEV4": ("Within 3 days", "sev4"),
}


PLACES: tuple[tuple[str, str, Rule], ...] = (
    ("/console/today", "Today", WORK),
    ("/console/patients", "Patients", COHORT),
    ("/console/conference", "Conference", COHORT),
    ("/console/quality", "Quality", CLINIC),
    ("/console/pathways", "Pathways", CLINIC),
)
"""What the bar at the top leads to: address, name, and the rule of the page."""
STEP_REASONS = ("not_needed", "patients_wish", "done_elsewhere", "clinical_reason", "entered_by_mistake")
"""Why a person changes what the pathway would do."""
OTHERWISE: Mapping[str, str] = {
    "declined": "The patient declined",
    "not_needed": "Not needed",
    "could_not": "Could not be done",
}
"""How work ends that was not done. What is about safety ends only as its pathway says."""
BESIDE_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "compare": ("same_person", "another_person", "not_for_us"),
    "triage": ("goes_on", "needs_information", "not_for_us"),
    "death": ("has_died", "is_alive"),
    "text": ("answered", "called_back", "nothing_to_do", "not_for_us"),
}
"""Of work that no journey carries."""


def places_for(roles: Sequence[str]) -> list[tuple[str, str]]:
    return [(address, name) for address, name, rule in PLACES if may(rule, roles)]


def beside_outcomes(work: Todo) -> tuple[str, ...] | None:
    """None: it is of a journey, or of the team."""
    if work.kind == "text" and work.step == "death":
        return BESIDE_OUTCOMES["death"]
    return BESIDE_OUTCOMES.get(work.kind)


def outcomes_of(work: Todo) -> list[tuple[str, str]]:
    """Code and words: first those that its pathway names."""
    if (beside := beside_outcomes(work)) is not None:
        return [(code, plain(code).capitalize()) for code in beside]
    named = [(code, plain(code).capitalize()) for code in work.outcomes] or [("done", "Done")]
    return named if work.severity or work.kind in ("duty", "action") else [*named, *OTHERWISE.items()]


def written(clinic: Clinic) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def moment(at: datetime, zone: str | None = None) -> Markup:
        """In the clinic's time, and beside it in the patient's where that differs."""
        return _time(at, clinic.zone, zone)

    pages.globals |= {
        "places_for": places_for,
        "may_in_an_emergency": CARE,
        "outcomes_of": outcomes_of,
        "once": new_once,
        "role_names": ROLE_NAMES,
        "step_reasons": STEP_REASONS,
    }
    pages.filters |= {
        "moment": moment,
        "day": lambda at: date_words(wall(at, clinic.zone).date()),
        "clock": lambda at: f"{wall(at, clinic.zone):%H:%M}",
        "plain": plain,
        "role": role_name,
        "severity": severity,
        "why": why,
        "span": span,
    }
    return pages


def new_once() -> str:
    """For one form: sent twice, such as by a second click, it is told once."""
    return secrets.token_hex(8)


def plain(code: str) -> str:
    """A code as words: `could_not_be_done` is could not be done."""
    return code.replace("_", " ").replace(".", ", ")


def why(reason: str) -> str:
    """Without the line of the pathway, and without saying a fact twice."""
    told = _LINE.sub("", reason).replace("_", " ")
    head, bracket, rest = told.partition(" [")
    if not bracket:
        return head
    facts = dict.fromkeys(rest.rstrip("]").split("; "))
    return f"{head}: {'; '.join(facts)}"


def role_name(code: str) -> str:
    return ROLE_NAMES.get(code, plain(code).capitalize())


def severity(code: str | None) -> tuple[str, str]:
    """Its words and its look."""
    if code is None:
        return "", ""
    return SEVERITIES.get(code.partition("-")[0], (plain(code), "sev4"))


def span(much: timedelta) -> str:
    """As a person would say it: 40 min, 3 h, 2 days."""
    minutes = int(abs(much).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def _time(at: datetime, clinic: str, zone: str | None) -> Markup:
    here = wall(at, clinic)
    said = f"{date_words(here.date())[:-5]} {here:%H:%M}"
    if zone is not None and wall(at, zone).replace(tzinfo=None) != here.replace(tzinfo=None):
        there = wall(at, zone)
        beside = Markup(' <span class="there">{} {:%H:%M} in {}</span>').format(
            date_words(there.date())[:3], there, zone.rpartition("/")[2].replace("_", " ")
        )
    else:
        beside = Markup()
    return Markup('<time datetime="{}">{}</time>{}').format(at.isoformat(), escape(said), beside)
