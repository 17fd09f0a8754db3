"""A visit for a patient's calendar (RFC 5545): when, and where to ask; nothing of what it is about."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from activities.gateways.gateway import Letter, Visit

SUMMARY: Mapping[str, str] = {"en": "Appointment", "es": "Cita"}
"""Whoever looks over a shoulder learns no more than that."""


def invitation(visit: Visit, letter: Letter, clinic: str, sender: str) -> str:
    """The same visit keeps its UID, so that one that was moved replaces what the calendar has."""
    calendar = Calendar()
    calendar.add("prodid", "-//carepath//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event = Event()
    event.add("uid", f"{visit.id}@{sender.rpartition('@')[2]}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", letter.at.astimezone(UTC))
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", (visit.starts_at + timedelta(minutes=visit.minutes)).astimezone(UTC))
    event.add("summary", SUMMARY.get(letter.language, SUMMARY["en"]))
    event.add("class", "PRIVATE")
    event.add("organizer", _person(sender, clinic))
    event.add("attendee", _person(letter.to))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _person(address: str, name: str | None = None) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name is not None:
        person.params["CN"] = vText(name)
    return person
