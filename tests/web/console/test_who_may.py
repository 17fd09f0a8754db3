"""Every route times every role, made from the routes themselves: a new route is in here, or it does not start."""

import pytest

from pathways.clinic import ROLES
from tests.web.console.conftest import Desk
from web.console.app import ROUTES, console
from web.console.rules import EVERY_ROLE, READ, Route, may

GUARDED = [route for route in ROUTES if route.rule.roles is not None]


def _path(route: Route) -> str:
    return route.path.replace("{patient}", "p-1").replace("{journey}", "j-1")


async def _ask(desk: Desk, route: Route, cookies: dict[str, str]) -> int:
    browser = desk.browser()
    browser.cookies = dict(cookies)
    if route.rule.by_itself:
        return await browser.opens(_path(route))
    page = await (browser.get(_path(route)) if route.method == "GET" else browser.post(_path(route)))
    return page.status


def test_the_matrix_knows_every_role_of_the_clinic() -> None:
    assert frozenset(ROLES) == EVERY_ROLE


async def test_every_address_that_the_app_answers_has_a_rule(desk: Desk) -> None:
    served = {
        (method, getattr(route, "path", ""))
        for route in console(desk.tools).routes
        for method in getattr(route, "methods", ())
    }

    assert served == {(route.method, route.path) for route in ROUTES}


def test_a_route_whose_rule_does_not_fit_its_path_is_refused() -> None:
    with pytest.raises(ValueError, match="do not agree"):
        Route(method="GET", path="/console/x", rule=READ, answer=ROUTES[0].answer)


async def test_nobody_who_is_not_signed_in_gets_past_the_door(desk: Desk) -> None:
    answers = {route.path: await _ask(desk, route, {}) for route in GUARDED}

    assert set(answers.values()) == {303}


async def test_each_role_opens_what_its_rules_say_and_nothing_else(desk: Desk) -> None:
    await desk.patient("p-1")
    wrong = []
    for role in sorted(EVERY_ROLE):
        name = await desk.account(f"somebody-{role.replace('_', '-')}", role)
        await desk.pool.execute(
            "insert into team_member (account, patient, invited_by) values ($1, 'p-1', $1)", name
        )
        for route in GUARDED:
            status = await _ask(desk, route, (await desk.again(name)).cookies)
            if status >= 500 or (status == 403) == may(route.rule, (role,)):
                wrong.append((role, route.method, route.path, status))

    assert wrong == []


async def test_a_patient_who_is_not_ones_own_is_shown_only_to_roles_that_see_the_clinic(desk: Desk) -> None:
    await desk.patient("p-1")
    about_one = [route for route in GUARDED if route.rule.about == "patient"]
    see = set()
    for role in sorted(EVERY_ROLE):
        browser = await desk.signed_in(role)
        if {await _ask(desk, route, browser.cookies) for route in about_one} - {403}:
            see.add(role)

    assert see == {"coordinator", "med_director", "oncall"}


async def test_a_form_from_another_site_changes_nothing(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")
    acts = [route for route in ROUTES if route.method == "POST"]
    answers = {(await browser.post(_path(route), sec_fetch_site="cross-site")).status for route in acts} | {
        (await browser.post(_path(route), sec_fetch_site="same-site")).status for route in acts
    }

    assert answers == {403}


async def test_a_browser_that_does_not_say_where_a_form_is_from_is_judged_by_the_origin(desk: Desk) -> None:
    browser = desk.browser()
    answers = [
        (await browser.post("/console/sign-in", {"name": "x"}, sec_fetch_site=None, origin=origin)).status
        for origin in ("https://evil.example", browser.address)
    ]

    assert answers == [403, 401]


def test_an_act_on_a_patient_is_never_open_to_guests() -> None:
    open_to_guests = [
        route.path
        for route in ROUTES
        if route.method == "POST" and route.rule.about == "patient" and may(route.rule, ("pcp",))
    ]

    assert open_to_guests == []


def test_only_signing_in_needs_nobody() -> None:
    without = {route.path for route in ROUTES if route.rule.roles is None}

    assert without == {
        *(
            "/console",
            "/console/",
            "/console/sign-in",
            "/console/style.css",
            "/console/figures.css",
            "/console/console.js",
            "/console/conference.css",
            "/console/conference.js",
        ),
    }
