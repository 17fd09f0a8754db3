"""Acts on one case of a meeting: its inputs, what is held back or put off, and what follows for whom."""

from fastapi import Response

from database.conferences import keep_dissent
from database.minutes import Action, add_action, finish_action, keep_statement
from engine.clinic_days import closing
from engine.events import TaskDone
from engine.series import CaseDeferred, CaseHeard, CaseHeldBack
from pathways.clinic import CONFERENCES
from web.console.asked import Asked
from web.console.conference.case import LATER, LONGEST, Found, came_of, case_page, find
from web.console.conference.disciplines import IN_ORDER, fields_of
from web.console.conference.planning import Lacking, day_from
from web.console.conference.telling import AGENDA, DECIDES, address_of, tell_team
from web.console.doing import No, event_id, tell
from web.console.rules import ACT, Route
from web.console.written import role_name


async def write(asked: Asked) -> Response:
    """One discipline's part. The first one does the task that asked for it; later ones are additions."""
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    role = asked.form.get("role", "")
    if role not in asked.staff.roles or role not in IN_ORDER:
        return await case_page(asked, found, 409, "You write for your own discipline only.", "write")
    said = {one.code: asked.form[one.code][:LONGEST] for one in fields_of(role) if asked.form.get(one.code)}
    if not said:
        why = "Nothing was written, and a blank counts as missing. Fill in at least one field."
        return await case_page(asked, found, 409, why, "write")
    id = event_id(asked, "wrote")
    async with asked.tools.pool.acquire() as connection:
        await keep_statement(connection, id, found.one.key, role, asked.staff.account, asked.now, said)
    task = next((given.task for given in found.one.inputs if given.role == role), None)
    if task is not None:
        done = TaskDone(id=id, at=asked.now, task=task)
        told = await tell(asked, asked.patient, found.one.case.journey, done)
        if isinstance(told, No) and (await find(asked) or found).one.inputs == found.one.inputs:
            return await case_page(asked, found, 409, f"Your words are kept. {told.why}", "write")
    return await asked.go(address_of(found.one.case), f"Your part as {role_name(role).lower()} is there.")


async def hear(asked: Asked) -> Response:
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    no = await tell_team(asked, CaseHeard(id=event_id(asked, "heard"), case=found.one.case.id))
    return await came_of(asked, found, no, "It is on the table.", "hear")


async def hold_back(asked: Asked) -> Response:
    """A safety veto: nothing is decided until that role agrees."""
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    id, by, reason = event_id(asked, "held"), asked.form.get("by", ""), asked.form.get("reason", "")
    if by not in IN_ORDER:
        return await case_page(asked, found, 409, "Choose who holds it back.", "hold")
    if reason:
        async with asked.tools.pool.acquire() as connection:
            await keep_dissent(connection, id, by, reason[:LONGEST], asked.now, account=asked.staff.account)
    news = CaseHeldBack(id=id, case=found.one.case.id, by=by, reason=id if reason else None)
    said = f"Held back on safety grounds. The {role_name(by).lower()} looks at it again within 5 clinic days."
    return await came_of(asked, found, await tell_team(asked, news), said, "hold")


async def put_off(asked: Asked) -> Response:
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    reason = asked.form.get("reason", "")
    if reason not in dict(LATER):
        return await case_page(asked, found, 409, "Choose why it is put off.", "later")
    news = CaseDeferred(id=event_id(asked, "later"), case=found.one.case.id, reason=reason)
    return await came_of(asked, found, await tell_team(asked, news), "It is heard first next time.", "later")


async def add(asked: Asked) -> Response:
    """What somebody is to do. Nothing is unowned."""
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    try:
        action = _action(asked, found)
    except Lacking as lacking:
        return await case_page(asked, found, 409, str(lacking), "action")
    async with asked.tools.pool.acquire() as connection:
        await add_action(connection, action)
    return await asked.go(address_of(found.one.case), f"The {role_name(action.owner).lower()} has it.")


def _action(asked: Asked, found: Found) -> Action:
    form, due = asked.form, day_from(asked.form.get("due_on", ""))
    if not form.get("what"):
        raise Lacking("Write what is to be done.")
    if form.get("owner") not in IN_ORDER:
        raise Lacking("Choose who does it: nothing is left without an owner.")
    if due is None:
        raise Lacking("Say by which day.")
    if not form.get("done_when"):
        raise Lacking("Write how one will know that it is done.")
    journey, step, occurrence = found.one.key
    return Action(
        id=event_id(asked, "action"),
        journey=journey,
        step=step,
        occurrence=occurrence,
        patient=asked.patient,
        owner=form["owner"],
        what=form["what"][:500],
        done_when=form["done_when"][:500],
        due_on=due,
        due_at=closing(due, CONFERENCES.clinic),
        account=asked.staff.account,
        at=asked.now,
    )


async def finish(asked: Asked) -> Response:
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    done = await finish_action(
        asked.tools.pool, asked.form.get("action", ""), asked.patient, asked.staff.account, asked.now
    )
    if not done:
        why = "Somebody has finished this meanwhile. Nothing was changed by you."
        return await case_page(asked, found, 409, why, "finish")
    return await asked.go(address_of(found.one.case), "Done.")


ROUTES = (
    Route(method="POST", path=f"{AGENDA}/{{patient}}/write", rule=ACT, answer=write),
    Route(method="POST", path=f"{AGENDA}/{{patient}}/hear", rule=DECIDES, answer=hear),
    Route(method="POST", path=f"{AGENDA}/{{patient}}/hold", rule=DECIDES, answer=hold_back),
    Route(method="POST", path=f"{AGENDA}/{{patient}}/later", rule=DECIDES, answer=put_off),
    Route(method="POST", path=f"{AGENDA}/{{patient}}/action", rule=ACT, answer=add),
    Route(method="POST", path=f"{AGENDA}/{{patient}}/done", rule=ACT, answer=finish),
)
