"""The picture of the patients' pages in docs/patient-pages.md: `python -m bench.pictures` draws it anew (needs Chromium)."""

import asyncio
import os
import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from PIL import Image
from playwright.async_api import Page, async_playwright

from database.migrate import migrate
from database.pool import connect
from instruments import PEG, PHQ9, PSFS
from stack.postgres import run_postgres
from stack.temporal import run_temporal
from tests.support.patient_pages import BORN, PatientsPages, patients_pages

WHERE = Path(__file__).parent.parent / "docs" / "images" / "patient-pages.png"
SIZE = {"width": 360, "height": 720}
GAP = 24


async def main() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # noqa: S103  root starts it as another user, who must get in
        os.mkdir(f"{folder}/temporal")
        postgres = await run_postgres(Path(folder) / "postgres", durable=False)
        temporal = await run_temporal(Path(folder) / "temporal")
        try:
            connection = await asyncpg.connect(postgres.url())
            await connection.execute("create database pictures")
            await connection.close()
            url = postgres.url("pictures")
            await migrate(url)
            async with await connect(url) as pool, patients_pages(temporal.address, url, pool) as pages:
                _beside(await _pictures(pages))
        finally:
            await temporal.stop()
            await postgres.stop()


async def _pictures(pages: PatientsPages) -> list[bytes]:
    someone = await pages.join(PEG, PSFS, PHQ9)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = await chromium.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
        await page.goto(await someone.link())
        for part in ("month", "day", "year"):
            await page.fill(f"[name={part}]", str(getattr(BORN, part)))
        await page.click("button.go")
        await page.wait_for_url("**/forms/**")
        taken = [await _of(page, f"{someone.form}/q/1")]
        await page.goto(f"{someone.form}/all")
        await page.fill("[name='psfs.activity1_name']", "Play with my grandson")
        await page.locator("[name='psfs.activity1'][value='4']").check(force=True)
        await page.locator("[name='phq9.q9'][value='1']").check(force=True)
        await page.click("button.go")
        await page.wait_for_url("**/review")
        taken.append(await page.screenshot())
        await page.click("form button.go")
        await page.wait_for_url("**/thanks")
        taken.append(await _of(page, f"{pages.address}/care"))
        await chromium.close()
    return taken


async def _of(page: Page, url: str) -> bytes:
    await page.goto(url)
    return await page.screenshot()


def _beside(taken: list[bytes]) -> None:
    images = [Image.open(BytesIO(one)) for one in taken]
    whole = Image.new("RGB", (sum(one.width + GAP for one in images) - GAP, images[0].height), "white")
    for place, one in enumerate(images):
        whole.paste(one, (place * (SIZE["width"] + GAP), 0))
    whole.save(WHERE, optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
