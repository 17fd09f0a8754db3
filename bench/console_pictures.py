"""The console's pictures in docs/images, taken of a demo that stays: python -m bench.console_pictures ADDRESS NAME PASSWORD."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TO = Path(__file__).parents[1] / "docs/images"
DESK, PHONE = (1360, 860), (390, 844)


def main(address: str, name: str, password: str, to: Path = TO) -> None:
    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme, size, shots in (
            ("light", DESK, {"today": "today?whose=all", "patients": "patients", "patient": None}),
            ("dark", DESK, {"patient-dark": None}),
            ("dark", PHONE, {"today-phone": "today?whose=all"}),
        ):
            page = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if scheme == "dark" else "light",
            ).new_page()
            _sign_in(page, address, name, password)
            for shot, path in shots.items():
                page.goto(f"{address}/console/{path or _somebody(page, address)}")
                page.wait_for_load_state()
                page.screenshot(path=to / f"console-{shot}.png")
        browser.close()


def _sign_in(page: Page, address: str, name: str, password: str) -> None:
    page.goto(f"{address}/console/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today").wait_for()


def _somebody(page: Page, address: str) -> str:
    """Of those in the middle of their way, the most urgent."""
    page.goto(f"{address}/console/patients?status=active")
    link = page.locator("tbody th a").first.get_attribute("href")
    if link is None:
        raise SystemExit("there is nobody to take a picture of")
    return link.removeprefix("/console/")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
