"""Today: what needs a person now, most urgent first; mine, my roles' or everybody's."""

from typing import cast, get_args

from fastapi import Response

from database.todo import Todo, Viewer, Whose, searching, todo, unconfirmed
from web.console.asked import Asked
from web.console.rules import WORK, Route
from web.console.written import ROLE_NAMES

AT_MOST, BESIDE = 200, 30


def viewer(asked: Asked) -> Viewer:
    return Viewer(account=asked.staff.account, roles=asked.staff.roles)


async def today(asked: Asked) -> Response:
    return await today_page(asked)


async def today_page(asked: Asked, status: int = 200, refused: str = "", opened: str = "") -> Response:
    """Also after an act that was refused: with the reason, and with what was typed."""
    pool, at, me = asked.tools.pool, asked.now, viewer(asked)
    asked_for = asked.query.get("whose", "role")
    whose = cast("Whose", asked_for) if asked_for in get_args(Whose) else "role"
    role = asked.query.get("role")
    found = await todo(pool, me, at, whose, role if role in ROLE_NAMES else None, AT_MOST)
    visits = await unconfirmed(pool, me, at, BESIDE)
    wanted = await searching(pool, me, at, BESIDE)
    asked.shows([one.patient for one in found if one.patient and one.name])
    asked.shows([*(one.patient for one in visits), *(one.patient for one in wanted)])
    return asked.page(
        "today.html",
        status,
        groups=_groups(found),
        count=len(found),
        more=len(found) == AT_MOST,
        visits=visits,
        wanted=wanted,
        whose=whose,
        role=role,
        roles=ROLE_NAMES,
        at=at,
        refused=refused,
        opened=opened,
    )


def _groups(found: tuple[Todo, ...]) -> list[tuple[str, str, list[Todo]]]:
    """Heading, anchor, work: a warning sign stands above everything, late or not."""
    alerts = [one for one in found if one.severity is not None]
    others = [one for one in found if one.severity is None]
    late = [one for one in others if one.late]
    ahead = [one for one in others if not one.late]
    groups = [("Warning signs", "alerts", alerts), ("Late", "late", late), ("To do", "ahead", ahead)]
    return [group for group in groups if group[2]]


ROUTES = (Route(method="GET", path="/console/today", rule=WORK, answer=today),)
