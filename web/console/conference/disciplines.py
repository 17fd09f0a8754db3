"""What each discipline is asked to say to a case conference (clinical reference section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.roles import (
    COORDINATOR,
    DIETITIAN,
    OCCUPATIONAL_THERAPIST,
    PHARMACIST,
    PHYSIATRIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
    PSYCHOLOGIST,
    SLEEP_SPECIALIST,
    SOCIAL_WORKER,
)


@dataclass(frozen=True, slots=True)
class Field:
    """With `choices`, one of them is chosen; else it is written."""

    code: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()

    def said(self, value: str) -> str:
        """In the words that were offered, or as it was written."""
        return dict(self.choices).get(value, value)


_MEDICAL = (
    Field("diagnosis", "Working diagnosis, with its ICD-10 code"),
    Field(
        "mechanism",
        "Pain mechanism",
        (
            ("nociceptive", "Nociceptive"),
            ("neuropathic", "Neuropathic"),
            ("nociplastic", "Nociplastic"),
            ("mixed", "Mixed"),
        ),
    ),
    Field("confidence", "How sure of it", (("sure", "Sure"), ("likely", "Likely"), ("unsure", "Unsure"))),
    Field(
        "red_flags", "Red flags", (("none", "None"), ("suspected", "Suspected"), ("worked_up", "Worked up"))
    ),
    Field("tests", "Tests still needed"),
    Field("procedures", "Procedure options, each with its expected gain in function and its risk"),
)
_AS_INVOLVED = (
    Field("problem", "Problem"),
    Field("plan", "Plan"),
    Field("referral", "Referral"),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    PHYSICIAN: _MEDICAL,
    PHYSIATRIST: _MEDICAL,
    PHYSIOTHERAPIST: (
        Field("impairments", "Impairments"),
        Field("tests", "Objective tests"),
        Field("irritability", "Irritability", (("low", "Low"), ("moderate", "Moderate"), ("high", "High"))),
        Field("fear", "Fear of movement"),
        Field("quota", "Starting quota"),
        Field("precautions", "Precautions"),
        Field("prognosis", "Prognosis"),
    ),
    OCCUPATIONAL_THERAPIST: (
        Field("roles", "Roles, and what they can no longer do"),
        Field("work", "Work"),
        Field("daily", "Daily activities"),
        Field("ergonomics", "Ergonomics and equipment"),
        Field("energy", "Energy"),
    ),
    PSYCHOLOGIST: (
        Field("mood", "Mood"),
        Field("risk", "Risk"),
        Field("formulation", "Formulation and beliefs"),
        Field("readiness", "Readiness"),
        Field("trauma", "What the team must know to be kind, and no more than that"),
        Field("fit", "Which treatments fit"),
    ),
    PHARMACIST: (
        Field("reconciliation", "Reconciliation"),
        Field("opioids", "Opioid dose a day (MME)"),
        Field("interactions", "Interactions"),
        Field("deprescribing", "What could be stopped or lowered"),
        Field("adherence", "Adherence"),
        Field("monitoring", "Monitoring due"),
    ),
    COORDINATOR: (
        Field("attendance", "Attendance"),
        Field("barriers", "Barriers: travel, money, language, work"),
        Field("caregiver", "Caregiver"),
        Field("messages", "Messages and how they reach the patient"),
        Field("burden", "Visits a month, and whether that is too many"),
    ),
    SLEEP_SPECIALIST: _AS_INVOLVED,
    DIETITIAN: _AS_INVOLVED,
    SOCIAL_WORKER: _AS_INVOLVED,
}
IN_ORDER = (
    PHYSICIAN,
    PHYSIATRIST,
    PHYSIOTHERAPIST,
    OCCUPATIONAL_THERAPIST,
    PSYCHOLOGIST,
    PHARMACIST,
    SLEEP_SPECIALIST,
    DIETITIAN,
    SOCIAL_WORKER,
    COORDINATOR,
)
"""The order in which the disciplines are heard."""


def fields_of(role: str) -> tuple[Field, ...]:
    return FIELDS.get(role, _AS_INVOLVED)


def place_of(role: str) -> int:
    return IN_ORDER.index(role) if role in IN_ORDER else len(IN_ORDER)
