"""Acts on the list of work: take it up, give it to somebody, finish it; each refused in words when it does not fit."""

from fastapi import Response

from database.accounts import account
from database.assignments import Beside, accept_beside, finish_beside, give, give_back, take
from database.minutes import finish_action
from database.todo import Todo, one_todo
from engine.commands import Key
from engine.events import Died, Event, StepDeclined, StepSkipped, TaskAccepted, TaskDone
from engine.series import DutyDone
from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR
from web.console.asked import Asked, here
from web.console.doing import No, event_id, in_words, tell
from web.console.rules import WORK, Route
from web.console.today import today_page, viewer
from web.console.written import OTHERWISE, beside_outcomes, role_name
from workflows.door import Refused

GONE = "Somebody has finished this meanwhile, or it is not needed any more. Nothing was changed by you."


async def claim(asked: Asked) -> Response:
    found = await _found(asked)
    if isinstance(found, Response):
        return found
    if (no := _not_theirs(asked, found)) is not None:
        return await _refuse(asked, no)
    async with asked.tools.pool.acquire() as connection, connection.transaction():
        holder = await take(connection, found.work, asked.staff.account)
        if holder is not None:
            return await _refuse(asked, f"{holder} has taken this up already. It stays with them.")
        unfit = await _accepted(asked, found)
        if unfit is not None:
            await give_back(connection, found.work)
            return await _refuse(asked, unfit.why)
        if (beside := _beside(found)) is not None:
            await accept_beside(connection, beside, found.id, asked.now)
    return await asked.go(_back(asked), "It is yours.")


async def _accepted(asked: Asked, found: Todo) -> No | None:
    """The workflow hears of it, so that nobody is told that an alert waits."""
    if found.accepted or found.kind not in ("task", "call") or found.patient is None or found.journey is None:
        return None
    event = TaskAccepted(id=event_id(asked, "accepted"), at=asked.now, task=found.id)
    told = await tell(asked, found.patient, found.journey, event)
    return No(GONE) if isinstance(told, No) else None


async def reassign(asked: Asked) -> Response:
    found = await _found(asked)
    if isinstance(found, Response):
        return found
    to = asked.form.get("to", "").lower()
    if not {COORDINATOR, MEDICAL_DIRECTOR, found.role, *found.told} & {*asked.staff.roles}:
        return await _refuse(
            asked, f"Only the {role_name(found.role).lower()} and coordinators give this on."
        )
    async with asked.tools.pool.acquire() as connection:
        if not to:
            await give_back(connection, found.work)
            return await asked.go(_back(asked), f"It waits for any {role_name(found.role).lower()} again.")
        whom = await account(connection, to)
        if whom is None or whom.disabled or not {found.role, *found.told} & {*whom.roles}:
            return await _refuse(asked, f"Nobody named {to} here works as {role_name(found.role).lower()}.")
        await give(connection, found.work, to, asked.staff.account)
    asked.about = f"{found.work} to {to}"
    return await asked.go(_back(asked), f"{to} has it now.")


async def finish(asked: Asked) -> Response:
    found = await _found(asked)
    if isinstance(found, Response):
        return found
    if (no := _not_theirs(asked, found)) is not None:
        return await _refuse(asked, no)
    if found.holder not in (None, asked.staff.account) and asked.form.get("anyway") != "yes":
        return await _refuse(
            asked, f"{found.holder} has taken this up. Ask them, or have it given to you first."
        )
    asked.about = f"{found.work} {asked.form.get('outcome', '')}"
    told = await _finished(asked, found, asked.form.get("outcome", ""))
    if isinstance(told, No):
        return await _refuse(asked, told.why)
    async with asked.tools.pool.acquire() as connection:
        await give_back(connection, found.work)
    return await asked.go(_back(asked), f"Finished: {found.step.replace('_', ' ')}.")


async def _finished(asked: Asked, found: Todo, outcome: str) -> No | None:
    if (beside := _beside(found)) is not None:
        return await _finished_beside(asked, found, beside, outcome)
    if found.kind == "duty":
        return await _finished_duty(asked, found)
    if found.kind == "action":
        by = asked.staff.account
        done = await finish_action(asked.tools.pool, found.id, found.patient or "", by, asked.now)
        return None if done else No(GONE)
    if found.patient is None or found.journey is None:
        return No(GONE)
    event = _event(asked, found, outcome)
    if isinstance(event, No):
        return event
    told = await tell(asked, found.patient, found.journey, event)
    if isinstance(told, No):
        still = await one_todo(asked.tools.pool, viewer(asked), asked.now, found.work)
        return No(GONE) if still is None else told
    return None


def _event(asked: Asked, found: Todo, outcome: str) -> Event | No:
    key = key_of(found)
    if outcome in OTHERWISE and found.severity is not None:
        return No("A warning sign ends only by one of its own outcomes: somebody has to have looked at it.")
    match outcome:
        case "declined":
            return StepDeclined(
                id=event_id(asked, "declined"), at=asked.now, step=key.step, occurrence=key.occurrence
            )
        case "not_needed" | "could_not":
            return StepSkipped(id=event_id(asked, "skipped"), at=asked.now, step=key.step, reason=outcome)
        case _:
            if found.outcomes and outcome not in found.outcomes:
                return No("Choose how it came out.")
            return TaskDone(
                id=event_id(asked, "done"),
                at=asked.now,
                task=found.id,
                outcome=outcome if found.outcomes else None,
            )


def key_of(found: Todo) -> Key:
    step, _, rest = found.id.partition("#")
    occurrence, _, attempt = rest.partition(".")
    return Key(journey=found.journey or "", step=step, occurrence=int(occurrence), attempt=int(attempt))


async def _finished_duty(asked: Asked, found: Todo) -> No | None:
    try:
        await asked.tools.conference().tell(DutyDone(id=event_id(asked, "duty"), duty=found.id))
    except Refused as refused:
        return No(in_words(str(refused)))
    return None


def _beside(found: Todo) -> Beside | None:
    return "referral" if found.work.startswith("referral/") else "text" if found.kind == "text" else None


async def _finished_beside(asked: Asked, found: Todo, beside: Beside, outcome: str) -> No | None:
    if outcome not in (beside_outcomes(found) or ()):
        return No("Choose how it came out.")
    if outcome == "has_died" and found.patient is not None:
        # First the journeys, so that nobody is written to any more; a repeat of it changes nothing.
        for row in await asked.tools.pool.fetch(
            "select id from journey where patient = $1 and status = 'active' limit 1", found.patient
        ):
            died = Died(id=event_id(asked, "died"), at=asked.now)
            if isinstance(no := await tell(asked, found.patient, row["id"], died), No):
                return no
    async with asked.tools.pool.acquire() as connection:
        done = await finish_beside(connection, beside, found.id, outcome, asked.now)
    return None if done else No(GONE)


async def _found(asked: Asked) -> Todo | Response:
    found = await one_todo(asked.tools.pool, viewer(asked), asked.now, asked.form.get("work", ""))
    if found is None:
        return await _refuse(asked, GONE)
    if found.patient is not None:
        asked.shows([found.patient])
    asked.about = found.work
    return found


def _not_theirs(asked: Asked, found: Todo) -> str | None:
    if {found.role, *found.told, MEDICAL_DIRECTOR} & {*asked.staff.roles}:
        return None
    return f"This is work for the {role_name(found.role).lower()}. Give it to somebody who works as that."


async def _refuse(asked: Asked, why: str) -> Response:
    back = _back(asked)
    if back.startswith("/console/today"):
        return await today_page(asked, 409, why, asked.form.get("work", ""))
    return await asked.go(back, why, refused=True)


def _back(asked: Asked) -> str:
    return here(asked.form.get("back", ""))


ROUTES = (
    Route(method="POST", path="/console/worklist/claim", rule=WORK, answer=claim),
    Route(method="POST", path="/console/worklist/give", rule=WORK, answer=reassign),
    Route(method="POST", path="/console/worklist/finish", rule=WORK, answer=finish),
)
