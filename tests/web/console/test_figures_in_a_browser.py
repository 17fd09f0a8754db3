"""Quality and pathways in a real browser: by day and in the dark, on a phone, and without scripts."""

import shutil
from importlib import resources

import pytest
from playwright.async_api import ConsoleMessage, async_playwright

from database.pathways import keep_pathway
from engine.publication import fingerprint
from pathways.chronic_pain import PATHWAY
from tests.support.quality_rows import BEGAN, DAY, Rows
from tests.web.console.conftest import Desk

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no chromium here: apt-get install chromium")
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LOOKS = {
    "desktop": (1280, "light", True),
    "phone": (390, "dark", True),
    "without scripts": (1280, "light", False),
}


async def _seeded(desk: Desk) -> None:
    rows = Rows(desk.owner)
    async with desk.owner.acquire() as connection:
        await keep_pathway(connection, "chronic_pain", fingerprint(PATHWAY), PATHWAY, None)
    for number in range(8):
        patient = await rows.journey(await desk.patient(f"p-{number}"))
        await rows.task(
            patient, "triage", BEGAN - number * 20 * DAY, 2 * DAY, done=DAY if number % 3 else 3 * DAY
        )
        await rows.task(patient, "call", BEGAN, DAY, done=DAY / 2, severity="SEV2")
        await rows.stage(patient, "referral", BEGAN)
        await rows.stage(patient, "intake", BEGAN + number * DAY)
        await rows.prompt(patient, BEGAN)
        await rows.form(patient, "one", BEGAN, answered=BEGAN if number % 2 else None)
        await rows.visit(patient, "talk", "psych", BEGAN + (60 + number) * DAY, "booked")


async def test_figures_and_pathways_read_in_every_light_and_fit_every_window(desk: Desk) -> None:
    await _seeded(desk)
    name = await desk.account("okafor", "med_director")
    pages = {
        "quality": "Quality",
        "quality/measures/QM01": "Referral triaged within 2 clinic days",
        "pathways": "Pathways",
        f"pathways/chronic_pain/{fingerprint(PATHWAY)[:12]}": "Multidisciplinary chronic pain program",
    }
    faults: dict[tuple[str, str], object] = {}
    noticed: list[tuple[str, str]] = []

    def heard(said: ConsoleMessage) -> None:
        noticed.append((said.text, said.location["url"]))

    async with async_playwright() as playing:
        # Inside a container root has no sandbox to give.
        browser = await playing.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        for look, (width, scheme, scripts) in LOOKS.items():
            context = await browser.new_context(
                viewport={"width": width, "height": 844},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=scripts,
            )
            word = (await desk.again(name)).cookies["carepath"]
            await context.add_cookies([{"name": "carepath", "value": word, "url": desk.address}])
            page = await context.new_page()
            page.on("console", heard)
            for path, heading in pages.items():
                await page.goto(f"{desk.address}/console/{path}")
                if await page.locator("h1").inner_text() != heading:
                    faults[look, path] = await page.locator("h1").inner_text()
                if not scripts:
                    continue
                await page.evaluate(AXE)
                for fault in (await page.evaluate("axe.run()"))["violations"]:
                    faults[look, f"{path} {fault['id']}"] = [node["html"][:120] for node in fault["nodes"]]
                wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    faults[look, f"{path} is too wide"] = wide
            await context.close()
        await browser.close()

    assert faults == {}
    assert [said for said in noticed if not said[1].endswith("/favicon.ico")] == []
