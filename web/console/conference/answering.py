"""The patient's answer to a plan: to all of it, to parts of it, or not yet; recorded where the pathway asks for it."""

from typing import cast, get_args

from fastapi import Response

from database.minutes import Said, keep_answer, open_task
from engine.events import PlanChanged, TaskDone
from engine.journey import PlanItem
from web.console.asked import Asked
from web.console.conference.case import ANSWERED_IN, LONGEST, case_page, find
from web.console.conference.telling import AGENDA, address_of
from web.console.doing import No, event_id, tell
from web.console.rules import ACT, Route


async def answer(asked: Asked) -> Response:
    """A therapy that the patient does not want leaves the plan, and the rest goes on."""
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    said, words = asked.form.get("answer", ""), asked.form.get("words", "")[:LONGEST]
    plan = tuple(found.plan)
    declined = [item.therapy for item in plan if item.therapy in asked.many.get("declined", ())]
    if said not in get_args(Said):
        return await case_page(asked, found, 409, "Choose what the patient says.", "answer")
    task = await open_task(asked.tools.pool, found.one.case.journey, ANSWERED_IN)
    if task is None:
        why = "The patient's answer is recorded already, or nobody asked for it yet. Nothing was changed."
        return await case_page(asked, found, 409, why, "answer")
    id, journey = event_id(asked, "answer"), found.one.case.journey
    async with asked.tools.pool.acquire() as connection:
        await keep_answer(
            connection,
            id,
            journey,
            asked.patient,
            cast("Said", said),
            declined,
            words,
            asked.staff.account,
            asked.now,
        )
    if declined:
        rest = without(plan, declined)
        changed = PlanChanged(id=f"{id}.plan", at=asked.now, plan=rest, reason="patient_declined")
        if isinstance(no := await tell(asked, asked.patient, journey, changed), No):
            return await case_page(asked, found, 409, no.why, "answer")
    done = TaskDone(id=id, at=asked.now, task=task, outcome=said)
    if isinstance(no := await tell(asked, asked.patient, journey, done), No):
        return await case_page(asked, found, 409, no.why, "answer")
    return await asked.go(address_of(found.one.case), "The patient's answer is recorded.")


def without(plan: tuple[PlanItem, ...], declined: list[str]) -> tuple[PlanItem, ...]:
    """What came after a declined therapy comes after whatever that one waited for."""
    waits = {item.therapy: item.after for item in plan}

    def kept(after: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for name in after:
            found += kept(waits.get(name, ())) if name in declined else (name,)
        return tuple(dict.fromkeys(found))

    return tuple(
        PlanItem(therapy=item.therapy, after=kept(item.after), delay=item.delay)
        for item in plan
        if item.therapy not in declined
    )


ROUTES = (Route(method="POST", path=f"{AGENDA}/{{patient}}/answer", rule=ACT, answer=answer),)
