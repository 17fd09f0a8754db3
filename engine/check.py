"""Every fault of a pathway at once, in its author's words, before the first patient is enrolled."""

import re

from engine.check_conditions import check_conditions
from engine.check_flow import check_flow
from engine.check_moments import check_moments
from engine.check_names import check_names
from engine.check_plans import check_plans
from engine.check_procedures import check_procedures
from engine.check_safety import check_safety
from engine.check_work import check_work
from engine.faults import Catalogue, Fault
from engine.survey import Survey
from engine.words import Pathway

CHECKS = (
    check_names,
    check_flow,
    check_moments,
    check_procedures,
    check_conditions,
    check_work,
    check_plans,
    check_safety,
)


def check(pathway: Pathway, catalogue: Catalogue) -> tuple[Fault, ...]:
    """In the order of the author's files and lines. None means that patients may be enrolled."""
    survey = Survey(pathway, catalogue)
    found = dict.fromkeys(fault for look in CHECKS for fault in look(survey))
    return tuple(sorted(found, key=_place))


def _place(fault: Fault) -> tuple[str, int]:
    """A line reads `pathway.py:41`; 9 comes before 41."""
    file, _, number = fault.line.rpartition(":")
    return file, int(number) if re.fullmatch(r"\d+", number) else 0
