"""What patients do on their page besides forms: confirm a visit, tell us something, pause, choose how we reach them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from database.my_care import MyVisit, active_journeys, my_care, write_consent, write_words
from database.news import write_news
from database.pool import Connection
from engine.events import Event, FactsRecorded, PutOnHold, Reported, Resumed, VisitConfirmed
from web.patient.advice import Advice
from web.patient.danger import danger_in
from web.patient.people import ask_a_person, journey_of
from web.patient.words import PAUSES
from web.patient.world import World

REPORTED_AS: Mapping[str, str] = {
    "flare": "flare",
    "side_effect": "adverse_event",
    "question": "question",
    "barrier": "barrier",
    "change": "change_of_circumstance",
}


async def _visit(connection: Connection, patient: str, at: datetime, place: str) -> MyVisit | None:
    """By journey, step, occurrence and number; None if it is not ahead of this patient."""
    for visit in (await my_care(connection, patient, at)).visits:
        if f"{visit.journey}/{visit.step}/{visit.occurrence}/{visit.number}" == place:
            return visit
    return None


async def confirm(connection: Connection, patient: str, at: datetime, place: str) -> bool:
    visit = await _visit(connection, patient, at, place)
    if visit is None:
        return False
    event = VisitConfirmed(
        id=f"confirmed:{visit.step}#{visit.occurrence}:{visit.number}:{visit.starts_at:%Y%m%dT%H%M}",
        at=at,
        step=visit.step,
        number=visit.number,
        occurrence=visit.occurrence,
    )
    await write_news(connection, patient, visit.journey, event)
    return True


async def another_time(connection: Connection, patient: str, at: datetime, place: str) -> bool:
    """A person finds it with them: which times suit whom, no page knows."""
    visit = await _visit(connection, patient, at, place)
    if visit is None:
        return False
    name = f"another_time_{visit.step}_{visit.occurrence}_{visit.number}_{visit.starts_at:%m%d%H%M}"
    await ask_a_person(connection, patient, visit.journey, name, at)
    return True


async def report(
    connection: Connection, patient: str, at: datetime, what: str, words: str, *, serious: bool
) -> Advice:
    """Words that tell of danger are danger, whatever the form is called that they were written in."""
    journey = await journey_of(connection, patient)
    if journey is None:
        return Advice()
    print_ = sha256(f"{what}|{words}|{serious}".encode()).hexdigest()[:12]
    id = f"page:{what}:{at:%Y%m%dT%H}:{print_}"
    details = ("serious",) if serious and what == "side_effect" else ()
    await write_news(
        connection, patient, journey, Reported(id=id, at=at, report=REPORTED_AS[what], details=details)
    )
    if words:
        await write_words(connection, patient, f"{journey}:{id}", at, what, words)
    advice = await danger_in(connection, patient, journey, at, id, words)
    if serious and not advice:
        return Advice(level="today")
    return advice


async def pause(connection: Connection, patient: str, at: datetime, days: str) -> bool:
    """All that waits moves by whole days; what concerns safety goes on."""
    if days not in PAUSES:
        return False
    until = at + timedelta(days=int(days))
    event = PutOnHold(id=f"page:pause:{at:%Y%m%dT%H%M}", at=at, review_at=until, reason="patients_wish")
    await _to_all(connection, patient, event)
    return True


async def go_on(connection: Connection, patient: str, at: datetime) -> None:
    await _to_all(connection, patient, Resumed(id=f"page:resume:{at:%Y%m%dT%H%M}", at=at))


async def texts(world: World, connection: Connection, patient: str, at: datetime, *, wanted: bool) -> None:
    """What they said is kept, and each journey hears it: without consent nobody is texted, and a person phones."""
    await write_consent(connection, patient, at, granted=wanted)
    for journey in await active_journeys(connection, patient):
        flag = (await world.pathways.of(connection, journey)).texting_consent
        if flag is not None:
            said = FactsRecorded(id=f"page:texts:{wanted}:{at:%Y%m%dT%H%M%S}", at=at, flags={flag: wanted})
            await write_news(connection, patient, journey, said)


async def _to_all(connection: Connection, patient: str, event: Event) -> None:
    for journey in await active_journeys(connection, patient):
        await write_news(connection, patient, journey, event)
