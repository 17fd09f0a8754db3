"""The wall clock of tests: `at("2026-03-02 09:00")` is that time in New York, on a Monday without anything special."""

from datetime import UTC, datetime

from engine.zones import local, wall

NEW_YORK = "America/New_York"
LOS_ANGELES = "America/Los_Angeles"
MONDAY = "2026-03-02 09:00"


def at(shown: str, zone: str = NEW_YORK) -> datetime:
    day = datetime.fromisoformat(shown).replace(tzinfo=UTC)
    return local(day.date(), day.time(), zone)


def shown(moment: datetime | None, zone: str = NEW_YORK) -> str:
    """The other way round; empty when there is no moment."""
    return "" if moment is None else f"{wall(moment, zone):%Y-%m-%d %H:%M}"
