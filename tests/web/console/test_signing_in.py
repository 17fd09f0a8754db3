"""Who gets in, how long they stay, and what a guesser, a thief or a forged link gets."""

import pyotp
import pytest

from tests.web.console.conftest import PASSWORD, SECRET, Desk
from web.console.asked import HOME, here
from web.console.passwords import SHORTEST, SecondFactor, digest, one_time_password, weakness

NEW = "three loud trombones"


async def test_a_name_and_its_password_open_the_door(desk: Desk) -> None:
    await desk.account("maria", "coordinator")
    browser = desk.browser()

    page = await browser.post("/console/sign-in", {"name": "Maria", "password": PASSWORD, "next": ""})

    assert (page.status, page.leads_to) == (303, HOME)
    assert (await browser.get(HOME)).status == 200


async def test_the_word_in_the_browser_is_for_our_own_pages_and_no_script(desk: Desk) -> None:
    await desk.account("maria", "coordinator")

    page = await desk.browser().post("/console/sign-in", {"name": "maria", "password": PASSWORD})

    assert "HttpOnly" in page.headers["set-cookie"]
    assert "SameSite=lax" in page.headers["set-cookie"]
    word = page.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert await desk.pool.fetchval("select digest from session") == digest(word)


@pytest.mark.parametrize(
    ("name", "password"), [("maria", "wrong"), ("nobody", PASSWORD), ("", ""), ("maria", "")]
)
async def test_whoever_is_wrong_reads_the_same(desk: Desk, name: str, password: str) -> None:
    await desk.account("maria", "coordinator")

    page = await desk.browser().post("/console/sign-in", {"name": name, "password": password})

    assert page.status == 401
    assert "do not let you in" in page.text
    assert "set-cookie" not in page.headers


async def test_after_five_wrong_ones_not_even_the_right_one_opens(desk: Desk) -> None:
    await desk.account("maria", "coordinator")
    for _ in range(5):
        await desk.browser().post("/console/sign-in", {"name": "maria", "password": "guess"})

    locked = await desk.browser().post("/console/sign-in", {"name": "maria", "password": PASSWORD})
    await desk.pool.execute("update account set locked_until = now() - interval '1 second'")
    later = await desk.browser().post("/console/sign-in", {"name": "maria", "password": PASSWORD})

    assert (locked.status, later.status) == (401, 303)


async def test_whoever_is_disabled_is_out_at_the_next_click(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator", name="maria")
    await desk.pool.execute("update account set disabled_at = now()")

    page = await browser.get(HOME)
    again = await browser.post("/console/sign-in", {"name": "maria", "password": PASSWORD})

    assert (page.leads_to.startswith("/console/sign-in"), again.status) == (True, 401)


async def test_the_first_password_opens_nothing_but_the_choice_of_ones_own(desk: Desk) -> None:
    await desk.account("maria", "coordinator", one_time=True)
    browser = desk.browser()
    await browser.post("/console/sign-in", {"name": "maria", "password": PASSWORD})

    closed = await browser.get(HOME)
    same = {"before": PASSWORD, "new": PASSWORD, "again": PASSWORD}
    short = {"before": PASSWORD, "new": "short", "again": "short"}
    unlike = {"before": PASSWORD, "new": NEW, "again": "three loud trumpets"}
    refused = [(await browser.post("/console/password", form)).status for form in (same, short, unlike)]
    done = await browser.post("/console/password", {"before": PASSWORD, "new": NEW, "again": NEW})

    assert closed.leads_to == "/console/password"
    assert refused == [422, 422, 422]
    assert (done.status, (await browser.get(HOME)).status) == (303, 200)


async def test_a_new_password_signs_out_everybody_else_of_that_name(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator", name="maria")
    elsewhere = await desk.again("maria")

    await browser.post("/console/password", {"before": PASSWORD, "new": NEW, "again": NEW})

    assert (await browser.get(HOME)).status == 200
    assert (await elsewhere.get(HOME)).status == 303


async def test_a_second_factor_is_asked_for_once_it_is_on_and_each_code_counts_once(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator", name="maria")
    key = pyotp.random_base32()
    wrong = await browser.post("/console/account", {"key": key, "code": "abcdef"})
    on = await browser.post("/console/account", {"key": key, "code": pyotp.TOTP(key).now()})
    await desk.pool.execute("update account set second_used = 0")
    thief = desk.browser()

    await thief.post("/console/sign-in", {"name": "maria", "password": PASSWORD})
    half = await thief.get(HOME)
    refused = await thief.post("/console/second", {"code": "000000"})
    code = pyotp.TOTP(key).now()
    before = dict(thief.cookies)
    let_in = await thief.post("/console/second", {"code": code})
    await browser.post("/console/sign-in", {"name": "maria", "password": PASSWORD})
    again = await browser.post("/console/second", {"code": code})

    assert (wrong.status, on.status) == (422, 303)
    assert half.leads_to == "/console/second"
    assert (refused.status, let_in.status, again.status) == (401, 303, 401)
    assert thief.cookies != before
    assert (await thief.get(HOME)).status == 200


async def test_the_key_of_a_second_factor_is_sealed_for_its_account(desk: Desk) -> None:
    factor = SecondFactor(SECRET)
    sealed = factor.seal("A" * 32, "maria")

    assert b"A" * 32 not in sealed
    assert factor.opened(sealed, "maria") == "A" * 32
    assert factor.opened(sealed, "sam") is None
    assert SecondFactor(b"x" * 32).opened(sealed, "maria") is None


async def test_signing_out_ends_it_on_the_server(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")
    kept = dict(browser.cookies)

    await browser.post("/console/sign-out")
    browser.cookies = kept

    assert (await browser.get(HOME)).status == 303


@pytest.mark.parametrize(
    ("column", "long_ago"), [("seen_at", "31 minutes"), ("began_at", "12 hours 1 minute")]
)
async def test_a_session_ends_by_itself(desk: Desk, column: str, long_ago: str) -> None:
    browser = await desk.signed_in("coordinator")
    await desk.pool.execute(f"update session set {column} = now() - interval '{long_ago}'")  # noqa: S608

    assert (await browser.get(HOME)).status == 303


async def test_a_page_that_renews_itself_keeps_nobody_signed_in(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")
    await desk.pool.execute("update session set seen_at = now() - interval '20 minutes'")

    await browser.get(HOME, x_part="list")
    unchanged = await desk.pool.fetchval("select seen_at < now() - interval '19 minutes' from session")
    await browser.get(HOME)

    assert unchanged
    assert await desk.pool.fetchval("select seen_at > now() - interval '1 minute' from session")


async def test_roles_that_are_taken_away_count_from_the_next_click(desk: Desk) -> None:
    browser = await desk.signed_in("med_director", name="okafor")
    before = await browser.get("/console/emergencies")
    await desk.pool.execute("update account set roles = '{coordinator}'")

    assert (before.status, (await browser.get("/console/emergencies")).status) == (200, 403)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/console/\\evil",
        "javascript:x",
        "/elsewhere",
        "",
        "/consolex",
    ],
)
def test_signing_in_leads_to_no_other_site(address: str) -> None:
    assert here(address) == HOME


@pytest.mark.parametrize(
    ("password", "fine"),
    [("short", False), ("a" * 40, False), ("maria is at work", False), ("x" * 201, False), (NEW, True)],
)
def test_a_password_that_is_easily_found_is_refused(password: str, fine: bool) -> None:
    assert (weakness(password, "maria") is None) == fine


def test_the_password_for_the_first_time_is_a_good_one_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(weakness(one, "maria") is None and len(one) > SHORTEST for one in made)


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [("multipart/form-data", 10, 415), ("application/x-www-form-urlencoded", 70_000, 413)],
)
async def test_a_body_that_is_no_form_of_ours_is_not_read(
    desk: Desk, kind: str, size: int, status: int
) -> None:
    page = await desk.browser().post("/console/sign-in", {"name": "x" * size}, content_type=kind)

    assert page.status == status
