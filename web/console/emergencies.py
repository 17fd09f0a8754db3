"""Emergency access: to a patient whom one does not see otherwise, with a reason, for four hours, and looked at later."""

from fastapi import Response

from database.access import in_an_emergency, review, to_review
from web.console.asked import Asked
from web.console.rules import CARE, DIRECTOR, Route, Rule

SHORTEST, LONGEST = 10, 500
IN_AN_EMERGENCY = Rule(roles=CARE, about="patients")
"""About one patient, and yet not by the right to see them: whose patient it is stands in the form."""


async def enter(asked: Asked) -> Response:
    patient, reason = asked.form.get("who", ""), asked.form.get("reason", "")
    asked.shows([patient])
    asked.about = "emergency access"
    if not SHORTEST <= len(reason) <= LONGEST:
        refused = f"Say in {SHORTEST} to {LONGEST} characters why you need to see this patient now."
        return asked.page("refused.html", 422, patient=patient, refused=refused)
    known = await asked.tools.pool.fetchval("select true from patient where id = $1", patient)
    if not known:
        return asked.page("nowhere.html", 404)
    await in_an_emergency(asked.tools.pool, asked.staff.account, patient, reason)
    return await asked.go(
        f"/console/patients/{patient}",
        "You see this patient for four hours. The medical director will look at your reason.",
    )


async def waiting(asked: Asked) -> Response:
    found = await to_review(asked.tools.pool)
    asked.shows([one.patient for one in found])
    return asked.page("emergencies.html", emergencies=found)


async def reviewed(asked: Asked) -> Response:
    id = asked.form.get("id", "")
    done = (
        id.isascii()
        and id.isdigit()
        and len(id) < 18
        and await review(asked.tools.pool, int(id), asked.staff.account)
    )
    said = "Reviewed." if done else "It was reviewed already, or is your own, which somebody else reviews."
    return await asked.go("/console/emergencies", said, refused=not done)


ROUTES = (
    Route(method="POST", path="/console/emergency", rule=IN_AN_EMERGENCY, answer=enter),
    Route(method="GET", path="/console/emergencies", rule=DIRECTOR, answer=waiting),
    Route(method="POST", path="/console/emergencies", rule=DIRECTOR, answer=reviewed),
)
