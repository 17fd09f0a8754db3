"""What a person does for one patient: each is told to the workflow at once, or refused in words and nothing is changed."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from typing import TypeAlias

from fastapi import Response

from database.chart import visits, write_note
from database.saved_views import coordinate, coordinators
from engine.events import (
    Event,
    PatientMoved,
    PutOnHold,
    Reported,
    Resumed,
    StepAdded,
    StepMoved,
    StepRepeated,
    StepSkipped,
    Transferred,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    Withdrew,
)
from engine.spans import days
from engine.words import Task
from engine.zones import UnknownZone, local, zone_rules
from pathways.clinic import CLINIC, ROLES
from web.console.asked import Asked
from web.console.doing import No, event_id, in_words, tell
from web.console.patient import patient_page
from web.console.rules import ACT, Route
from web.console.written import STEP_REASONS
from workflows.door import Refused

HOLD_REASONS = ("in_hospital", "away", "patients_wish", "other_treatment")
LEAVE_REASONS = ("patients_wish", "moved_away", "not_suitable", "no_contact")
REPORT_DETAILS = ("mild", "moderate", "serious", "life_threatening")
LONGEST_HOLD = 30  # days: clinical reference 4.0 [P]
VISIT_NEWS: Mapping[str, type[VisitConfirmed | VisitAttended | VisitMissed | VisitCancelled]] = {
    "confirmed": VisitConfirmed,
    "attended": VisitAttended,
    "missed": VisitMissed,
    "cancelled": VisitCancelled,
}
Said: TypeAlias = str | No


async def act(asked: Asked) -> Response:
    wanted = asked.form.get("act", "")
    asked.about = " ".join(filter(None, (wanted, asked.form.get("journey"), asked.form.get("step"))))
    do = ACTS.get(wanted)
    said: Said = No("There is nothing of that name to do.") if do is None else await do(asked)
    if isinstance(said, No):
        return await patient_page(asked, 409, said.why)
    return await asked.go(f"/console/patients/{asked.patient}", said)


async def _told(asked: Asked, event: Event, said: str) -> Said:
    answer = await tell(asked, asked.patient, asked.form.get("journey", ""), event)
    return answer if isinstance(answer, No) else said


async def pause(asked: Asked) -> Said:
    until = _day(asked.form.get("until", ""))
    reason = _one_of(asked, "reason", HOLD_REASONS)
    if until is None:
        return No("Say on which day somebody looks again.")
    at = local(until, time(9), CLINIC.zone)
    if (at - asked.now).days > LONGEST_HOLD:
        return No(f"A pause is looked at again after {LONGEST_HOLD} days at the latest.")
    event = PutOnHold(id=event_id(asked, "hold"), at=asked.now, review_at=at, reason=reason)
    return await _told(asked, event, f"Paused. Somebody looks again on {until:%d %B}.")


async def resume(asked: Asked) -> Said:
    return await _told(asked, Resumed(id=event_id(asked, "resume"), at=asked.now), "It goes on.")


async def withdraw(asked: Asked) -> Said:
    if asked.form.get("sure") != "yes":
        return No("Say that you are sure: a journey that has ended does not go on.")
    if asked.form.get("how") == "transfer":
        moved = Transferred(id=event_id(asked, "transfer"), at=asked.now)
        return await _told(asked, moved, "The journey has ended: care has moved elsewhere.")
    reason = _one_of(asked, "reason", LEAVE_REASONS)
    left = Withdrew(id=event_id(asked, "withdraw"), at=asked.now, reason=reason)
    return await _told(asked, left, "The journey has ended.")


async def report(asked: Asked) -> Said:
    what, words = asked.form.get("report", ""), asked.form.get("words", "")
    if not what:
        return No("Choose what happened.")
    details = tuple(one for one in asked.many.get("details", ()) if one in REPORT_DETAILS)
    event = Reported(id=event_id(asked, "report"), at=asked.now, report=what, details=details)
    said = await _told(asked, event, "Reported. What follows from it is in the list of work.")
    if words and not isinstance(said, No):
        await _write(asked, "report", words)
    return said


async def skip(asked: Asked) -> Said:
    return await _step(asked, StepSkipped, "Skipped.")


async def repeat(asked: Asked) -> Said:
    return await _step(asked, StepRepeated, "It is done once more.")


async def _step(asked: Asked, kind: type[StepSkipped | StepRepeated], said: str) -> Said:
    reason = _one_of(asked, "reason", STEP_REASONS)
    name = kind.__name__.lower()
    event = kind(id=event_id(asked, name), at=asked.now, step=asked.form.get("step", ""), reason=reason)
    return await _told(asked, event, said)


async def move_step(asked: Asked) -> Said:
    to = _moment(asked)
    if to is None:
        return No("Say to which day and time.")
    event = StepMoved(
        id=event_id(asked, "move"),
        at=asked.now,
        step=asked.form.get("step", ""),
        to=to,
        reason=_one_of(asked, "reason", STEP_REASONS),
    )
    return await _told(asked, event, "Moved.")


async def add_task(asked: Asked) -> Said:
    name = "_".join(asked.form.get("name", "").lower().split())
    role, within = asked.form.get("role", ""), asked.form.get("within", "")
    if role not in ROLES or not ROLES[role].staffed:
        return No("Choose who does it.")
    if not (within.isascii() and within.isdigit() and 0 < int(within) <= 365):
        return No("Say within how many days, from 1 to 365.")
    if not name or not name.replace("_", "").isalnum() or not name.isascii() or len(name) > 60:
        return No("Name it in a few plain words, without names of people, such as: call about sleep.")
    added = Task(name=name, role=role, within=days(int(within)), contact=asked.form.get("call") == "yes")
    event = StepAdded(id=event_id(asked, "add"), at=asked.now, added=added, reason="clinical_reason")
    return await _told(asked, event, "Added.")


async def visit(asked: Asked) -> Said:
    found = [
        one for one in await visits(asked.tools.pool, asked.patient, 200) if one.id == asked.form.get("visit")
    ]
    if not found:
        return No("There is no such visit any more.")
    one, news = found[0], asked.form.get("news", "")
    asked.form = {**asked.form, "journey": one.journey}
    asked.about = f"visit {news} {one.id}"
    if news == "moved":
        start = _moment(asked)
        if start is None:
            return No("Say to which day and time the visit is moved.")
        moved = VisitMoved(
            id=event_id(asked, "visit"),
            at=asked.now,
            start=start,
            step=one.step,
            number=one.number,
            occurrence=one.occurrence,
        )
        return await _told(asked, moved, "The visit is moved.")
    if news not in VISIT_NEWS:
        return No("Choose what became of the visit.")
    event = VISIT_NEWS[news](
        id=event_id(asked, "visit"), at=asked.now, step=one.step, number=one.number, occurrence=one.occurrence
    )
    return await _told(asked, event, f"Noted: {news}.")


async def note(asked: Asked) -> Said:
    words = asked.form.get("words", "")
    if not 1 <= len(words) <= 4000:
        return No("Write something, at most 4,000 characters.")
    await _write(asked, "call" if asked.form.get("kind") == "call" else "note", words)
    return "Written down."


async def _write(asked: Asked, kind: str, words: str) -> None:
    id = event_id(asked, f"{kind}.{asked.patient}")
    await write_note(asked.tools.pool, id, asked.patient, asked.staff.account, kind, words[:4000], asked.now)


async def zone(asked: Asked) -> Said:
    try:
        zone_rules(asked.form.get("zone", ""))
    except UnknownZone as unknown:
        return No(f"{unknown}.")
    moved = PatientMoved(id=event_id(asked, "zone"), at=asked.now, zone=asked.form["zone"])
    return await _told(asked, moved, "Noted. What lies ahead is timed anew.")


async def language(asked: Asked) -> Said:
    try:
        await asked.tools.door(asked.patient).change_language(asked.form.get("language", ""))
    except Refused as refused:
        return No(in_words(str(refused)))
    return "Noted. Texts are in that language from now on."


async def coordinator(asked: Asked) -> Said:
    to = asked.form.get("to", "")
    if to and to not in await coordinators(asked.tools.pool):
        return No(f"{to} is no coordinator here.")
    await coordinate(asked.tools.pool, asked.patient, to or None, asked.staff.account)
    return f"{to} coordinates now." if to else "Nobody in particular coordinates now."


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _moment(asked: Asked) -> datetime | None:
    """As it is typed: the clinic's own time."""
    try:
        typed = datetime.fromisoformat(asked.form.get("to", ""))
    except ValueError:
        return None
    return local(typed.date(), typed.time(), CLINIC.zone) if typed.tzinfo is None else None


def _one_of(asked: Asked, name: str, known: tuple[str, ...]) -> str:
    given = asked.form.get(name, "")
    return given if given in known else known[0]


ACTS: Mapping[str, Callable[[Asked], Awaitable[Said]]] = {
    "pause": pause,
    "resume": resume,
    "withdraw": withdraw,
    "report": report,
    "skip": skip,
    "repeat": repeat,
    "move_step": move_step,
    "add_task": add_task,
    "visit": visit,
    "note": note,
    "zone": zone,
    "language": language,
    "coordinator": coordinator,
}
ROUTES = (Route(method="POST", path="/console/patients/{patient}", rule=ACT, answer=act),)
