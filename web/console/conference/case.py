"""One case: its packet, what the disciplines say, what was decided and why, and what follows for whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import asyncpg
from fastapi import Response

from database.minutes import (
    actions_of,
    answers_of,
    decisions_of,
    dissents_of,
    open_task,
    plans_of,
    statements_of,
)
from database.overview import patient_of
from database.packets import frozen, packet_of
from database.sittings import Input, InputState, OnAgenda, Sitting, next_sitting, one_case
from engine.journey import PlanItem
from engine.words import Pathway
from pathways.clinic import CONFERENCES
from web.console.asked import Asked
from web.console.conference.agenda import in_turn
from web.console.conference.disciplines import IN_ORDER, fields_of, place_of
from web.console.conference.planning import Version, versions
from web.console.conference.reading import SECTIONS, Item, answered, asked_as, gone, read, scores
from web.console.conference.telling import AGENDA, DECIDES, address_of, key_of, on
from web.console.doing import No
from web.console.rules import READ, Route, may
from web.console.today import viewer

LONGEST = 4000
ANSWERED_IN = "patient_decides_on_the_plan"
LETTERS = (("patient", "To the patient, in plain words"), ("pcp", "To the referring doctor"))
LATER = (
    ("not_ready", "Not ready: something is missing"),
    ("tests_needed", "Tests are needed first"),
    ("patient_joins", "The patient wants to be there"),
    ("out_of_time", "No time was left"),
)


@dataclass(frozen=True, slots=True)
class Found:
    one: OnAgenda
    meeting: Sitting | None
    pathway: Pathway | None
    plan: Sequence[PlanItem]

    @property
    def at_the_table(self) -> bool:
        """Whether something can be decided about it now."""
        return (
            self.meeting is not None
            and self.meeting.state == "open"
            and self.one.case.meeting == self.meeting.id
            and self.one.state != "decided"
        )

    @property
    def voters(self) -> list[str]:
        """Who is there and has a vote, in the order in which they are heard."""
        present = self.meeting.present if self.meeting else ()
        heard_only = {*CONFERENCES.guests, "pcp"}
        return sorted((role for role in present if role not in heard_only), key=place_of)


async def find(asked: Asked) -> Found | None:
    named = asked.form.get("case") if asked.form else asked.query.get("case")
    key = key_of(named or "")
    one = None if key is None else await one_case(asked.tools.pool, viewer(asked), key, asked.patient)
    if one is None:
        return None
    asked.about = one.case.id
    patient = await patient_of(asked.tools.pool, asked.patient)
    its = [(j, p) for j, p in (patient.journeys if patient else ()) if j.id == one.case.journey]
    journey, pathway = its[0] if its else (None, None)
    plan = tuple(one.item for one in (journey.plan or ())) if journey else ()
    return Found(one, await next_sitting(asked.tools.pool), pathway, plan)


async def case(asked: Asked) -> Response:
    found = await find(asked)
    return asked.page("nowhere.html", 404) if found is None else await case_page(asked, found)


async def case_page(
    asked: Asked, found: Found, status: int = 200, refused: str = "", part: str = ""
) -> Response:
    """Also after an act that was refused: with the reason, and with what was typed in that `part`."""
    pool, one = asked.tools.pool, found.one
    async with pool.acquire() as connection:
        now = await packet_of(connection, one.key)
    kept = await frozen(pool, one.key)
    sections = read(now, kept)
    mine = sorted({role for role in asked.staff.roles if role in IN_ORDER}, key=place_of)
    return asked.page(
        "conference_case.html",
        status,
        one=one,
        case=one.case,
        turn=in_turn((one,), found.meeting)[0],
        meeting=found.meeting,
        at_the_table=found.at_the_table,
        voters=found.voters,
        frozen=kept,
        sections=sections,
        titles=SECTIONS,
        scores=scores(sections["scores"]),
        gone=gone(now, kept),
        asked_as=asked_as,
        answered=answered,
        on=on,
        place_of=place_of,
        inputs=_inputs(one, sections["statements"], asked.now),
        mine=mine,
        fields_of=fields_of,
        typed=asked.form if part else {},
        part=part,
        refused=refused,
        wrote=await statements_of(pool, one.key),
        therapies=[(therapy.name, therapy.title) for therapy in found.pathway.therapies]
        if found.pathway
        else [],
        plan={item.therapy: item for item in found.plan},
        decisions=[_in_order(one_) for one_ in await decisions_of(pool, one.key)],
        dissents=await dissents_of(pool, one.case.patient),
        versions=await _versions(pool, one),
        actions=await actions_of(pool, one.case.patient),
        answers=await answers_of(pool, one.case.patient, one.case.journey),
        answering=await open_task(pool, one.case.journey, ANSWERED_IN),
        decides=may(DECIDES, asked.staff.roles),
        owners=IN_ORDER,
        letters=LETTERS,
        later=LATER,
        may_veto=[role for role in CONFERENCES.may_veto if role in found.voters],
        at=asked.now,
    )


async def came_of(asked: Asked, found: Found, no: No | None, said: str, part: str) -> Response:
    """Refused, the page shows how it stands by now: somebody else may have been quicker."""
    if no is None:
        return await asked.go(address_of(found.one.case), said)
    return await case_page(asked, await find(asked) or found, 409, no.why, part)


def _inputs(
    one: OnAgenda, statements: Sequence[Item], at: datetime
) -> list[tuple[str, InputState, Input | None, Item | None]]:
    """Role, how it stands, the input that was asked for and what was written; whoever was not asked may write too."""
    written = {str(item.entry["role"]): item for item in statements}
    asked_of = {given.role: given for given in one.inputs}
    roles = sorted({*asked_of, *written}, key=place_of)
    return [
        (
            role,
            asked_of[role].state(at) if role in asked_of else "given",
            asked_of.get(role),
            written.get(role),
        )
        for role in roles
    ]


def _in_order(decision: Mapping[str, object]) -> Mapping[str, object]:
    """The votes as the disciplines are heard."""
    votes = cast("Mapping[str, str]", decision["votes"])
    return {**decision, "votes": {role: votes[role] for role in sorted(votes, key=place_of)}}


async def _versions(pool: asyncpg.Pool, one: OnAgenda) -> list[Version]:
    rows = await plans_of(pool, one.case.patient, one.case.journey)
    return versions([(row["at"], row["what"], json.loads(row["plan"])) for row in rows])


ROUTES = (Route(method="GET", path=f"{AGENDA}/{{patient}}", rule=READ, answer=case),)
