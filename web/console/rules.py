"""Who may open which page: each route carries a rule, and there is no other way to make a route."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastapi import Response

from pathways import roles

if TYPE_CHECKING:
    from web.console.asked import Asked

CLINICAL = frozenset(
    {
        roles.PHYSICIAN,
        roles.PHYSIATRIST,
        roles.PHYSIOTHERAPIST,
        roles.OCCUPATIONAL_THERAPIST,
        roles.PSYCHOLOGIST,
        roles.PHARMACIST,
        roles.DIETITIAN,
        roles.SLEEP_SPECIALIST,
        roles.SOCIAL_WORKER,
        roles.PROCEDURE_NURSE,
        roles.INTERVENTIONALIST,
    }
)
CARE = CLINICAL | {roles.COORDINATOR, roles.MEDICAL_DIRECTOR, roles.ONCALL}
"""Whoever treats or coordinates: they see patients, and act."""
GUESTS = frozenset({roles.PCP, "device_rep"})
"""Invited to single patients: they read, and change nothing."""
STAFF = CARE | {roles.OPERATIONS}
EVERY_ROLE = STAFF | GUESTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`roles` is None where nobody need be signed in. About a `patient`, one must also be let see that patient.

    `step` names the part of signing in that the page belongs to: only these open before it is complete. What is
    `quiet` is not in the log; what a page asks `by_itself` keeps nobody signed in.
    """

    roles: frozenset[str] | None
    about: Literal["nothing", "patients", "patient"] = "nothing"
    step: Literal["none", "second", "password"] = "none"
    quiet: bool = False
    by_itself: bool = False


OPEN = Rule(roles=None, quiet=True)
"""The sign-in page and what it looks like."""
SIGNED_IN = Rule(roles=EVERY_ROLE)
WORK = Rule(roles=STAFF, about="patients")
"""Lists of work and of patients. Each shows whom one may see, and the log says whom it showed."""
COHORT = Rule(roles=CARE | GUESTS, about="patients")
READ = Rule(roles=CARE | GUESTS, about="patient")
ACT = Rule(roles=CARE, about="patient")
CLINIC = Rule(roles=STAFF)
"""What names no patient: figures, pathways."""
DIRECTOR = Rule(roles=frozenset({roles.MEDICAL_DIRECTOR}), about="patients")

Answer: TypeAlias = Callable[["Asked"], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One page or act. In `path` only `{patient}` is checked against its rule; an act is a POST."""

    method: Literal["GET", "POST"]
    path: str
    rule: Rule
    answer: Answer

    def __post_init__(self) -> None:
        if (self.rule.about == "patient") != ("{patient}" in self.path):
            raise ValueError(f"{self.path} and its rule do not agree on whether it is about one patient")


def may(rule: Rule, held: Sequence[str]) -> bool:
    return rule.roles is None or bool(rule.roles & {*held})
