"""Every measure of the clinic, in the order of its list."""

from collections.abc import Mapping

from database.quality.balance import BALANCE, EQUITY
from database.quality.follow_up import FOLLOW_UP
from database.quality.measures import Measure
from database.quality.outcomes import EXPERIENCE, OUTCOMES
from database.quality.process import BEGINNING

MEASURES: Mapping[str, Measure] = {
    one.id: one
    for one in sorted(
        (*BEGINNING, *FOLLOW_UP, *OUTCOMES, *BALANCE, *EQUITY, *EXPERIENCE), key=lambda one: one.id
    )
}
