"""The clinic's own clock rules: its zone, opening hours, public holidays, and when nobody is texted."""

from datetime import time
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Clinic(BaseModel):
    """Clock rules of one clinic. Clinic times are local in `zone`; quiet hours are local to each patient.

    `calendar` is a public-holiday calendar as the `holidays` library names it: `US`, `US-CA`, `GB-ENG`.
    Quiet hours include `quiet_from` and exclude `quiet_until`; 08:00-20:00 is the default that patients may
    be written to (clinical rule T-10). `backups` are pairs: a role, and the role that stands in for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str = "America/New_York"
    calendar: str = "US"
    opens: time = time(8)
    closes: time = time(17)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    backups: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _is_open_at_some_time(self) -> Self:
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError("a clinic is open on at least one weekday, 0 (Monday) to 6 (Sunday)")
        if self.opens >= self.closes:
            raise ValueError("a clinic opens before it closes on the same day")
        roles = [role for role, _ in self.backups]
        if len(set(roles)) != len(roles) or any(role == backup for role, backup in self.backups):
            raise ValueError("one other role stands in for a role")
        return self

    def backup_of(self, role: str) -> str | None:
        return next((backup for owner, backup in self.backups if owner == role), None)
