"""What the team decides about one case: with reasons, expected gain and stop rule, and with what each discipline says."""

from typing import cast

from fastapi import Response

from database.conferences import keep_dissent
from database.minutes import Minutes, keep_minutes
from database.pool import Connection
from engine.conference import Vote
from engine.journey import PlanItem
from engine.series import CaseDecided
from web.console.asked import Asked
from web.console.conference.case import LETTERS, LONGEST, Found, came_of, case_page, find
from web.console.conference.disciplines import IN_ORDER
from web.console.conference.planning import Lacking, day_from, plan_from
from web.console.conference.telling import AGENDA, DECIDES, tell_team
from web.console.doing import event_id
from web.console.rules import Route

VOTES = ("agree", "concern", "disagree")


async def decide(asked: Asked) -> Response:
    """The words are kept first, under the id of the news: if the news is refused, nothing names them."""
    found = await find(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    id = event_id(asked, "decided")
    try:
        minutes, news = _minutes(asked, id, found), _news(asked, id, found)
    except Lacking as lacking:
        return await case_page(asked, found, 409, str(lacking), "decide")
    async with asked.tools.pool.acquire() as connection, connection.transaction():
        await keep_minutes(connection, found.one.key, minutes)
        await _keep_dissents(connection, asked, id, found)
    no = await tell_team(asked, news)
    said = "It is decided, and the patient's journey has taken it over."
    return await came_of(asked, found, no, said, "decide")


def _news(asked: Asked, id: str, found: Found) -> CaseDecided:
    form = asked.form
    given = {role: form.get(f"vote.{role}") for role in found.voters}
    return CaseDecided(
        id=id,
        case=found.one.case.id,
        votes={role: cast("Vote", vote) for role, vote in given.items() if vote in VOTES},
        outcome=form.get("outcome") or None,
        plan=_plan(asked, found),
        dissent=id if _against(asked, found) else None,
    )


def _plan(asked: Asked, found: Found) -> tuple[PlanItem, ...] | None:
    """None: the plan stays as it is."""
    if asked.form.get("plan") != "new" or found.pathway is None:
        return None
    return plan_from(asked.form, [therapy.name for therapy in found.pathway.therapies])


def _against(asked: Asked, found: Found) -> list[str]:
    return [role for role in found.voters if asked.form.get(f"dissent.{role}")]


async def _keep_dissents(connection: Connection, asked: Asked, id: str, found: Found) -> None:
    for role in _against(asked, found):
        await keep_dissent(
            connection,
            id,
            role,
            asked.form[f"dissent.{role}"][:LONGEST],
            asked.now,
            would_change=asked.form.get(f"would_change.{role}") or None,
            account=asked.staff.account,
        )


def _minutes(asked: Asked, id: str, found: Found) -> Minutes:
    form = {name: value[:LONGEST] for name, value in asked.form.items() if value}
    if "reasons" not in form:
        raise Lacking("Write down the reasons: whoever reads the plan must understand why.")
    if form.get("plan") == "new" and not {"measure", "stop_rule"} <= form.keys():
        raise Lacking(
            "A plan says what it is expected to gain, and when to stop if it does not. Fill in both."
        )
    silent = [
        role
        for role in found.voters
        if form.get(f"vote.{role}") == "disagree" and f"dissent.{role}" not in form
    ]
    if silent:
        raise Lacking("Whoever disagrees is heard in their own words: write down the dissent first.")
    return Minutes(
        id=id,
        account=asked.staff.account,
        at=asked.now,
        question=form.get("question", found.one.case.step.replace("_", " ")),
        options=tuple(line.strip() for line in form.get("options", "").splitlines() if line.strip()),
        reasons=form["reasons"],
        evidence=form.get("evidence"),
        measure=form.get("measure"),
        amount=form.get("amount"),
        gain_by=day_from(form.get("gain_by", "")),
        stop_rule=form.get("stop_rule"),
        review_on=day_from(form.get("review_on", "")),
        letters=tuple(code for code, _ in LETTERS if code in asked.many.get("letters", ())),
        tells=form.get("tells") if form.get("tells") in IN_ORDER else None,
        tells_by=day_from(form.get("tells_by", "")),
    )


ROUTES = (Route(method="POST", path=f"{AGENDA}/{{patient}}/decide", rule=DECIDES, answer=decide),)
