"""Links to a patient's own pages: made with the text that carries them, kept as a hash, opened with a date of birth."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from database.pool import Connection

LASTS = timedelta(days=14)
"""Clinical reference T-05."""
TRIES = 5
SESSION = timedelta(minutes=30)
"""After so long without a touch the date of birth is asked for again."""
State = Literal["good", "unknown", "expired", "revoked", "locked"]
Entrance = Literal["open", "wrong", "now_locked", "not_known", "unknown", "expired", "revoked", "locked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`state` says whether it opens anything; of an unknown one nothing else is known."""

    state: State
    patient: str = ""
    language: str = "en"
    listener: str = "patient"
    journey: str | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    patient: str
    listener: str
    language: str
    zone: str


def digest_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


async def make_link(
    connection: Connection,
    token: str,
    patient: str,
    at: datetime,
    *,
    listener: str = "patient",
    prompt: tuple[str, str] | None = None,
    steps: tuple[str, ...] = (),
) -> None:
    """Of one prompt there is one, whatever is tried again. `prompt` is its journey and key."""
    journey, key = prompt or (None, None)
    await connection.execute(
        "insert into patient_link (digest, patient, listener, journey, key, steps, made_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        digest_of(token),
        patient,
        listener,
        journey,
        key,
        list(steps),
        at,
        at + LASTS,
    )


async def revoke_links(connection: Connection, patient: str, at: datetime) -> int:
    """All of them, and whoever is inside is outside again. How many there were."""
    await connection.execute("delete from patient_session where patient = $1", patient)
    revoked = await connection.fetch(
        "update patient_link set revoked_at = $2 where patient = $1 and revoked_at is null and expires_at > $2"
        " returning true",
        patient,
        at,
    )
    return len(revoked)


async def unlock(connection: Connection, patient: str) -> None:
    await connection.execute(
        "update patient_door set wrong = 0, locked_at = null where patient = $1", patient
    )


async def patient_of(connection: Connection, token: str) -> str | None:
    found: str | None = await connection.fetchval(
        "select patient from patient_link where digest = $1", digest_of(token)
    )
    return found


async def link_of(connection: Connection, token: str, at: datetime) -> Link:
    row = await connection.fetchrow(_LINK, digest_of(token))
    if row is None:
        return Link(state="unknown")
    state: State = "good"
    if row["locked_at"] is not None:
        state = "locked"
    elif row["revoked_at"] is not None:
        state = "revoked"
    elif row["expires_at"] <= at:
        state = "expired"
    return Link(
        state=state,
        patient=row["patient"],
        language=row["language"],
        listener=row["listener"],
        journey=row["journey"],
        steps=tuple(row["steps"]),
    )


_LINK = """
select patient_link.*, patient.language, patient_door.locked_at
from patient_link join patient on patient.id = patient_link.patient
left join patient_door on patient_door.patient = patient_link.patient
where digest = $1
"""


async def knock(
    connection: Connection, token: str, born: date | None, session: str, at: datetime
) -> Entrance:
    """A right date begins a session; a wrong one counts, and the last one allowed locks every link of the patient."""
    async with connection.transaction():
        link = await link_of(connection, token, at)
        if link.state != "good":
            return link.state
        await connection.execute(
            "insert into patient_door (patient) values ($1) on conflict do nothing", link.patient
        )
        door = await connection.fetchrow(
            "select wrong, locked_at from patient_door where patient = $1 for update", link.patient
        )
        if door is None or door["locked_at"] is not None:
            return "locked"
        known = await connection.fetchrow(
            "select born_first, born_last from person where patient = $1", link.patient
        )
        if known is None:
            return "not_known"
        if born is None or not known["born_first"] <= born <= known["born_last"]:
            return await _wrong(connection, link.patient, door["wrong"] + 1, at)
        await connection.execute("update patient_door set wrong = 0 where patient = $1", link.patient)
        await connection.execute(
            "delete from patient_session where patient = $1 and ends_at <= $2", link.patient, at
        )
        await connection.execute(
            "insert into patient_session (digest, link, patient, listener, ends_at) values ($1, $2, $3, $4, $5)",
            digest_of(session),
            digest_of(token),
            link.patient,
            link.listener,
            at + SESSION,
        )
    return "open"


async def _wrong(connection: Connection, patient: str, wrong: int, at: datetime) -> Entrance:
    locked = wrong >= TRIES
    await connection.execute(
        "update patient_door set wrong = $2, locked_at = case when $3 then $4::timestamptz end,"
        " times_locked = times_locked + $3::int where patient = $1",
        patient,
        wrong,
        locked,
        at,
    )
    return "now_locked" if locked else "wrong"


async def times_locked(connection: Connection, patient: str) -> int:
    found: int = await connection.fetchval(
        "select times_locked from patient_door where patient = $1", patient
    )
    return found


async def owner_of(connection: Connection, session: str) -> str | None:
    """Whose it is, whether or not it still holds: by whose clock that is judged, its patient says."""
    found: str | None = await connection.fetchval(
        "select patient from patient_session where digest = $1", digest_of(session)
    )
    return found


async def session_of(connection: Connection, session: str, at: datetime) -> Session | None:
    """Goes on for as long as it is used."""
    row = await connection.fetchrow(_SESSION, digest_of(session), at, at + SESSION)
    if row is None:
        return None
    return Session(
        patient=row["patient"], listener=row["listener"], language=row["language"], zone=row["zone"]
    )


_SESSION = """
update patient_session set ends_at = greatest(ends_at, $3) from patient, patient_link
where patient_session.digest = $1 and patient_session.ends_at > $2 and patient.id = patient_session.patient
  and patient_link.digest = patient_session.link and patient_link.revoked_at is null
returning patient_session.patient, patient_session.listener, patient.language, patient.zone
"""


async def end_session(connection: Connection, session: str) -> None:
    await connection.execute("delete from patient_session where digest = $1", digest_of(session))
