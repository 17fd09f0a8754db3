"""The agenda: the next meeting, whose turn it is and why, what is still to be written, and who must be there."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Response

from database.minutes import Action, open_actions
from database.sittings import Input, OnAgenda, Sitting, agenda_of, held_before, next_sitting
from engine.clinic_days import clinic_day_after
from engine.conference import missing_seats
from engine.series import AttendanceTaken, MeetingClosed, MeetingOpened, News
from engine.zones import wall
from pathways.clinic import CONFERENCES
from web.console.asked import Asked
from web.console.conference.disciplines import IN_ORDER, place_of
from web.console.conference.telling import AGENDA, MEETS, MINUTES, address_of, on, seat_words, tell_team
from web.console.doing import event_id
from web.console.rules import Route, may
from web.console.today import viewer

NEW, AGAIN = timedelta(minutes=12), timedelta(minutes=5)  # [P]
OLD_AFTER = 10  # clinic days [P]
BEFORE = 6
GONE = "There is no meeting to do this in. Load the page anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One case in its place: `missing` are the seats that nobody fills, and `lasts` how long is planned for it."""

    one: OnAgenda
    address: str
    seats: tuple[str, ...]
    missing: tuple[str, ...]
    inputs: tuple[Input, ...]
    lasts: timedelta
    begins_after: timedelta


async def agenda(asked: Asked) -> Response:
    return await agenda_page(asked)


async def agenda_page(asked: Asked, status: int = 200, refused: str = "") -> Response:
    pool, me = asked.tools.pool, viewer(asked)
    meeting = await next_sitting(pool)
    cases = await agenda_of(pool, me, meeting.id) if meeting else ()
    later = await agenda_of(pool, me, None)
    asked.shows([one.case.patient for one in (*cases, *later) if one.seen])
    actions = await open_actions(pool, [one.case.patient for one in (*cases, *later) if one.seen])
    return asked.page(
        "conference.html",
        status,
        meeting=meeting,
        turns=in_turn(cases, meeting),
        later=in_turn(later, None),
        actions=actions,
        names={one.case.patient: one.name for one in (*cases, *later)},
        old=[one.id for one in actions if _is_old(one, asked)],
        before=await held_before(pool, BEFORE),
        roles=sorted(
            {*IN_ORDER, *(role for one in cases for seat in one.case.quorum for role in seat)}, key=place_of
        ),
        guests=(*CONFERENCES.guests, "pcp"),
        keeps_minutes=may(MINUTES, asked.staff.roles),
        on=on,
        at=asked.now,
        refused=refused,
    )


def in_turn(cases: tuple[OnAgenda, ...], meeting: Sitting | None) -> list[Turn]:
    """What is decided takes no more time."""
    turns, begins = [], timedelta()
    for one in cases:
        lasts = AGAIN if one.case.age else NEW
        missing = missing_seats(one.case.quorum, meeting.present if meeting else ())
        turns.append(
            Turn(
                one=one,
                address=address_of(one.case),
                seats=tuple(seat_words(seat) for seat in one.case.quorum),
                missing=tuple(seat_words(seat.split("/")) for seat in missing),
                inputs=tuple(sorted(one.inputs, key=lambda given: place_of(given.role))),
                lasts=lasts,
                begins_after=begins,
            )
        )
        begins += lasts if one.state != "decided" else timedelta()
    return turns


def _is_old(action: Action, asked: Asked) -> bool:
    clinic = CONFERENCES.clinic
    opened = wall(action.at, clinic.zone).date()
    return clinic_day_after(opened, clinic, OLD_AFTER) < wall(asked.now, clinic.zone).date()


async def open_meeting(asked: Asked) -> Response:
    return await _meet(
        asked, MeetingOpened(id=event_id(asked, "opened")), "The meeting is open. Say who is there."
    )


async def attendance(asked: Asked) -> Response:
    present = tuple(dict.fromkeys(role for role in asked.many.get("present", ()) if role.isidentifier()))
    news = AttendanceTaken(id=event_id(asked, "present"), present=present)
    return await _meet(asked, news, "Who is there is written down.")


async def close_meeting(asked: Asked) -> Response:
    news = MeetingClosed(id=event_id(asked, "closed"))
    return await _meet(asked, news, "The meeting is over. What it did not settle is heard first next time.")


async def _meet(asked: Asked, news: News, said: str) -> Response:
    """About the meeting that the form was made for: whoever was quicker has closed it already."""
    meeting = await next_sitting(asked.tools.pool)
    if meeting is None or meeting.id != asked.form.get("meeting"):
        return await agenda_page(asked, 409, GONE)
    asked.about = meeting.id
    no = await tell_team(asked, news)
    if no is not None:
        return await agenda_page(asked, 409, no.why)
    return await asked.go(AGENDA, said)


ROUTES = (
    Route(method="GET", path=AGENDA, rule=MEETS, answer=agenda),
    Route(method="POST", path=f"{AGENDA}/open", rule=MINUTES, answer=open_meeting),
    Route(method="POST", path=f"{AGENDA}/attendance", rule=MINUTES, answer=attendance),
    Route(method="POST", path=f"{AGENDA}/close", rule=MINUTES, answer=close_meeting),
)
