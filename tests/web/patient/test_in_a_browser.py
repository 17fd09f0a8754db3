"""The patients' pages in the real Chromium: on a phone and a desk, by keyboard alone, without JavaScript, for everybody."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]  # only a path is taken
from playwright.async_api import Browser, Page, async_playwright

from instruments import HISTORY, PEG, PHQ9, PSFS, RMDQ
from tests.support.patient_pages import BORN, PatientsPages, Someone

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"
)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
AXE = Path(AXE_FILE_PATH).read_text("utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # Root may not use Chromium's own sandbox.
        yield await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@asynccontextmanager
async def opened(
    browser: Browser, size: dict[str, int], *, script: bool = True, with_axe: bool = False
) -> AsyncIterator[Page]:
    """Axe is a script of others, which our pages let nobody run."""
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=script,
        bypass_csp=with_axe,
    )
    yield await context.new_page()
    await context.close()


async def enter(page: Page, someone: Someone) -> None:
    await page.goto(await someone.link())
    for part in ("month", "day", "year"):
        await page.fill(f"[name={part}]", str(getattr(BORN, part)))
    await page.click("button.go")
    await page.wait_for_url("**/forms/**")


async def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page has to be moved sideways."""
    await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    await page.evaluate(AXE)
    found = await page.evaluate(f"axe.run(document, {RULES}).then(all => all.violations.map(one => one.id))")
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url}: {one}" for one in [*found, *(["too wide"] if wide else [])]]


@pytest.mark.parametrize("size", [PHONE, pytest.param(DESK, marks=pytest.mark.long)], ids=["phone", "desk"])
async def test_axe_finds_nothing_on_any_page(
    browser: Browser, pages: PatientsPages, size: dict[str, int]
) -> None:
    everything = await pages.join(PEG, HISTORY, PSFS, RMDQ)
    short = await pages.join(PEG, PSFS)
    found: list[str] = []
    async with opened(browser, size, with_axe=True) as page:
        for url in (f"{pages.address}/f/nothing", await everything.link()):
            await page.goto(url)
            found += await faults(page)
        await enter(page, everything)
        for place in ("", "/q/1", "/q/4", "/q/10", "/q/11", "/q/81", "/q/86"):
            await page.goto(f"{everything.form}{place}")
            found += await faults(page)
        await enter(page, short)
        for place in (f"{short.form}/all", f"{short.form}/review", *_care(pages)):
            await page.goto(place)
            found += await faults(page)
        await page.goto(f"{short.form}/review")
        await page.click("form button.go")
        await page.wait_for_url("**/thanks")
        found += await faults(page)
    assert found == []


def _care(pages: PatientsPages) -> tuple[str, ...]:
    return f"{pages.address}/care", f"{pages.address}/care/tell", f"{pages.address}/shared"


async def test_a_form_in_spanish_on_a_phone_ends_as_scores_and_drives_a_branch(
    browser: Browser, pages: PatientsPages
) -> None:
    someone = await pages.join(PEG, PHQ9, language="es")
    async with opened(browser, PHONE) as page:
        await enter(page, someone)
        assert "Sus preguntas están listas" in await page.inner_text("h1")
        await page.click("a.go")
        for number in range(1, 14):
            await page.wait_for_url(f"**/q/{number}")
            value = "8" if number <= 3 else "1" if number < 12 else "0"
            await page.locator(f"input[type=radio][value='{value}']").check(force=True)
            await page.click("button[name=next]")
        await page.wait_for_url("**/review")
        await page.click("form button.go")
        await page.wait_for_url("**/thanks")
        assert "Su equipo ya tiene sus respuestas" in await page.inner_text("h1")

    peg, phq9 = await someone.score("peg"), await someone.score("phq9")
    assert peg is not None
    assert phq9 is not None
    assert (float(peg["value"]), float(phq9["value"])) == (8.0, 8.0)
    assert "see_the_doctor" in await someone.tasks()


async def test_the_keyboard_alone_is_enough(browser: Browser, pages: PatientsPages) -> None:
    someone = await pages.join(PEG)
    async with opened(browser, DESK) as page:
        await page.goto(await someone.link())
        await page.focus("[name=month]")
        for part in ("month", "day", "year"):
            await page.keyboard.type(str(getattr(BORN, part)))
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/forms/**")
        await page.focus("a.go")
        await page.keyboard.press("Enter")
        for number in range(1, 4):
            await page.wait_for_url(f"**/q/{number}")
            await page.focus("input[type=radio]")
            await page.keyboard.press("Space")
            await page.keyboard.press("ArrowRight")
            await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
        await page.wait_for_url("**/review")
        await page.focus("form button.go")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/thanks")

    peg = await someone.score("peg")
    assert peg is not None
    assert float(peg["value"]) == 1.0


async def test_without_javascript_the_same_form_is_filled_in_and_the_body_is_marked(
    browser: Browser, pages: PatientsPages
) -> None:
    someone = await pages.join(PEG, HISTORY)
    async with opened(browser, PHONE, script=False) as page:
        await enter(page, someone)
        await page.goto(f"{someone.form}/q/11")
        await page.click("label.touch.back")
        await page.click("button[name=next]")
        await page.wait_for_url("**/q/12")
        await page.go_back()
        assert await page.is_checked("#body-back")

    kept = await pages.pool.fetchval(
        "select answers -> 'history' from form_draft where patient = $1", someone.patient
    )
    assert '"pain_low_back": true' in kept
    assert '"pain_neck": false' in kept


async def test_what_was_typed_stays_while_the_network_is_away_and_is_kept_when_it_is_back(
    browser: Browser, pages: PatientsPages
) -> None:
    someone = await pages.join(PEG)
    async with opened(browser, PHONE) as page:
        await enter(page, someone)
        await page.goto(f"{someone.form}/q/1")
        await page.context.set_offline(True)
        await page.locator("input[value='6']").check(force=True)
        await page.get_by_text("You are offline").wait_for()
        await page.click("button[name=next]")
        assert page.url.endswith("/q/1")
        await page.context.set_offline(False)
        await page.get_by_text("Kept", exact=True).wait_for()

    kept = await pages.pool.fetchval(
        "select answers ->> 'peg' from form_draft where patient = $1", someone.patient
    )
    assert "6" in kept
