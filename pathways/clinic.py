"""This clinic: who fills which role, who stands in for whom, and what it is set up for. Each clinic writes its own.

Draft, for the medical director to sign off. Role ids as in clinical reference section 0. `carepath check` refuses a
pathway that needs more than stands here.
"""

from collections.abc import Mapping
from datetime import time

from engine.clinic import Clinic
from engine.conference import Rules
from engine.faults import KnownRole
from pathways.roles import (
    COORDINATOR,
    DIETITIAN,
    INTERVENTIONALIST,
    MEDICAL_DIRECTOR,
    OCCUPATIONAL_THERAPIST,
    ONCALL,
    OPERATIONS,
    PCP,
    PHARMACIST,
    PHYSIATRIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
    PROCEDURE_NURSE,
    PSYCHOLOGIST,
    SLEEP_SPECIALIST,
    SOCIAL_WORKER,
)

# One person can have several roles. A role that nobody has is `staffed=False`: no pathway may give it work.
ROLES: Mapping[str, KnownRole] = {
    COORDINATOR: KnownRole(backup=PROCEDURE_NURSE),
    PHYSICIAN: KnownRole(backup=PHYSIATRIST),
    PHYSIATRIST: KnownRole(backup=PHYSICIAN),
    PHYSIOTHERAPIST: KnownRole(backup=OCCUPATIONAL_THERAPIST),
    OCCUPATIONAL_THERAPIST: KnownRole(backup=PHYSIOTHERAPIST),
    PSYCHOLOGIST: KnownRole(backup=SOCIAL_WORKER),
    PHARMACIST: KnownRole(backup=PHYSICIAN),
    DIETITIAN: KnownRole(),
    SLEEP_SPECIALIST: KnownRole(backup=PSYCHOLOGIST),
    SOCIAL_WORKER: KnownRole(backup=PSYCHOLOGIST),
    PROCEDURE_NURSE: KnownRole(backup=COORDINATOR),
    INTERVENTIONALIST: KnownRole(backup=PHYSICIAN),
    "device_rep": KnownRole(staffed=False),  # no implanted devices here yet
    PCP: KnownRole(),
    ONCALL: KnownRole(backup=MEDICAL_DIRECTOR),
    MEDICAL_DIRECTOR: KnownRole(backup=PHYSICIAN),
    OPERATIONS: KnownRole(backup=COORDINATOR),
}

# The clinic's clock rules, and who stands in for whom; a backup that nobody has stands in for nobody.
CLINIC = Clinic(
    backups=tuple(
        (role, known.backup)
        for role, known in ROLES.items()
        if known.backup is not None and ROLES[known.backup].staffed
    )
)

# The team meets every Tuesday at noon. A device representative may be heard and has no vote.
CONFERENCES = Rules(
    clinic=CLINIC,
    weekday=1,
    at=time(12),
    leads=PHYSICIAN,
    may_veto=(PHYSICIAN, PHARMACIST, PSYCHOLOGIST),
    guests=("device_rep",),
    coordinator=COORDINATOR,
    director=MEDICAL_DIRECTOR,
)

# Somebody answers the on-call number at every hour. Without it no form is asked whose answers can mean danger.
OUT_OF_HOURS_LINE = True

# What every text to a patient may name. The values of one patient and one visit come with the message.
TEXT_FIELDS: Mapping[str, str] = {
    "clinic": "Northside Care",
    "phone": "(555) 010-0142",
    "oncall": "(555) 010-0199",
}
