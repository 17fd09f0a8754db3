"""In a real browser: pages renew themselves and keep what is typed, the keyboard is enough, and so is a page without scripts."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright, expect

from database.assignments import give
from engine.events import Reported
from tests.support.at_work import AtWork
from tests.web.console.conftest import NOW, PASSWORD, Desk
from tests.web.console.joining import enrolled
from workflows.door import Door

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no chromium here: apt-get install chromium")
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    async with async_playwright() as playing:
        # Inside a container root has no sandbox to give.
        browser = await playing.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def page_of(
    chromium: Chromium, desk: Desk, name: str, *, scripts: bool = True, dark_phone: bool = False
) -> AsyncIterator[Page]:
    """Signed in as a person signs in."""
    context = await chromium.new_context(
        java_script_enabled=scripts,
        color_scheme="dark" if dark_phone else "light",
        viewport={"width": 390 if dark_phone else 1280, "height": 844},
    )
    page = await context.new_page()
    await page.goto(f"{desk.address}/console/today")
    await page.fill("#name", name)
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await page.wait_for_load_state()
    try:
        yield page
    finally:
        await context.close()


async def test_a_page_shows_what_others_do_and_keeps_what_is_being_typed(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    patient = await enrolled(desk, working, "live")
    await desk.account("maria", "coordinator")
    await desk.account("sam", "coordinator")
    async with page_of(chromium, desk, "maria") as maria, page_of(chromium, desk, "sam") as sam:
        await sam.goto(f"{desk.address}/console/patients/{patient}")
        await sam.get_by_text("Write a note or a call").click()
        await sam.fill("textarea[name=words] >> nth=0", "She said that")
        row = maria.locator("li.work", has_text="triage")
        await maria.get_by_role("button", name="Take up").first.click()
        await expect(maria.get_by_text("It is yours.")).to_be_visible()
        await row.locator("summary", has_text="Finish").click()
        await row.get_by_label("Accept", exact=True).check()
        await row.get_by_role("button", name="Finish").click()

        await expect(maria.get_by_text("Finished: triage.")).to_be_visible()
        await expect(sam.locator("#moments", has_text="done triage accept")).to_be_visible()
        await expect(sam.locator("textarea[name=words] >> nth=0")).to_have_value("She said that")


async def test_work_that_somebody_else_takes_is_theirs_on_every_open_page(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    await enrolled(desk, working, "held")
    await desk.account("maria", "coordinator")
    await desk.account("sam", "coordinator")
    work = await desk.pool.fetchval("select 'task/' || journey || '/' || key from task where step = 'triage'")
    async with page_of(chromium, desk, "maria") as maria:
        row = maria.locator("li.work", has_text="triage")
        await row.locator("summary", has_text="Finish").click()
        async with desk.pool.acquire() as connection:
            await give(connection, work, "sam", "sam")

        await expect(maria.get_by_text("Something changed here.")).to_be_visible()
        await expect(row.locator("form.finish >> nth=0")).to_be_visible()
        await maria.get_by_role("button", name="Show it").click()
        await expect(row.get_by_text("sam", exact=True)).to_be_visible()


async def test_the_keyboard_is_enough_to_handle_an_alert(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    patient = await enrolled(desk, working, "keys")
    news = Reported(id="r", at=NOW, report="adverse_event", details=("life_threatening",))
    await Door(working.client, patient).tell("j-keys", news)
    alert = await desk.pool.fetchrow(
        "select role, outcomes from task where severity is not null order by severity limit 1"
    )
    assert alert is not None
    await desk.account("nurse", alert["role"])
    async with page_of(chromium, desk, "nurse") as page:
        for key in ("j", "c"):
            await page.keyboard.press(key)
        await expect(page.get_by_text("It is yours.")).to_be_visible()
        await page.wait_for_load_state()
        for key in ("j", "f", "Space", "Enter"):
            await page.keyboard.press(key)

        await expect(page.get_by_text("Finished:")).to_be_visible()
        await page.wait_for_load_state()
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    done = "select outcome from task where severity is not null and state = 'done'"
    assert await desk.pool.fetchval(done) == alert["outcomes"][0]


async def test_without_scripts_every_page_reads_and_acts(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    patient = await enrolled(desk, working, "plain")
    await desk.account("maria", "coordinator")
    async with page_of(chromium, desk, "maria", scripts=False) as page:
        await page.get_by_role("button", name="Take up").first.click()
        await expect(page.get_by_text("It is yours.")).to_be_visible()
        await page.get_by_role("link", name="Patients").click()
        await page.fill("input[type=search]", "rivera")
        await page.get_by_role("button", name="Show").click()
        await page.get_by_role("link", name="Rivera, Ana").click()
        await page.locator("summary", has_text="Pause").click()
        await page.fill("input[name=until]", "2026-03-20")
        await page.get_by_role("button", name="Pause").click()
        await expect(page.get_by_text("Somebody looks again on 20 March.")).to_be_visible()
        await page.locator("summary", has_text="Go on after the pause").click()
        await page.get_by_role("button", name="Go on").click()
        await expect(page.get_by_text("It goes on.")).to_be_visible()
    assert await desk.pool.fetchval("select status from patient where id = $1", patient) == "active"


async def test_nothing_stands_in_the_way_of_a_screen_reader_or_a_weak_eye(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    patient = await enrolled(desk, working, "axe")
    await desk.account("okafor", "med_director", "coordinator")
    pages = (
        "today",
        "patients",
        "account",
        "password",
        "emergencies",
        f"patients/{patient}",
        "patients/p-nobody",
    )
    found = {}
    for dark_phone in (False, True):
        async with page_of(chromium, desk, "okafor", dark_phone=dark_phone) as page:
            for name in pages:
                await page.goto(f"{desk.address}/console/{name}")
                await page.evaluate(AXE)
                report = await page.evaluate("axe.run()")
                for fault in report["violations"]:
                    found[dark_phone, name, fault["id"]] = [node["html"][:120] for node in fault["nodes"]]

    assert found == {}


async def test_a_session_that_ended_is_said_and_takes_nothing_away(
    desk: Desk, working: AtWork, chromium: Chromium
) -> None:
    patient = await enrolled(desk, working, "out")
    await desk.account("maria", "coordinator")
    async with page_of(chromium, desk, "maria") as page:
        await page.goto(f"{desk.address}/console/patients/{patient}")
        await page.get_by_text("Write a note or a call").click()
        await page.fill("textarea[name=words] >> nth=0", "She said that")
        await desk.pool.execute("delete from session")
        async with desk.pool.acquire() as connection:
            await give(connection, "x", "maria", "maria")

        await expect(page.get_by_text("You have been signed out.")).to_be_visible()
        await expect(page.locator("textarea[name=words] >> nth=0")).to_have_value("She said that")
