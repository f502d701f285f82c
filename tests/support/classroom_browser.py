"""A learner with a phone: the real page in Chromium at phone size, from the address in the QR code to the podium.

A program, so that it may stand on another computer: `python -m tests.support.classroom_browser URL NAME PICTURES`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

LIMIT_MS = 90_000


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - its output is its answer


def play(page: Page, url: str, name: str, pictures: Path) -> None:
    page.goto(url)
    field = page.locator("#name")
    if not field.is_visible():
        page.keyboard.press("Enter")
    field.wait_for(timeout=LIMIT_MS)
    field.fill(name)
    page.keyboard.press("Enter")
    page.get_by_text(name).first.wait_for(timeout=LIMIT_MS)
    tell(joined=True)
    seen: set[str] = set()
    while True:
        page.locator("button.tile:not([disabled]), .podium").first.wait_for(timeout=LIMIT_MS)
        if page.locator(".podium").count():
            break
        options = page.locator("button.tile:not([disabled])")
        question = page.locator("h1").inner_text()
        if question in seen:
            page.wait_for_timeout(50)
            continue
        page.screenshot(path=str(pictures / f"phone-{len(seen)}.png"))
        try:
            options.first.click(timeout=2_000)
        except Error:
            continue
        seen.add(question)
        tell(answered=len(seen))
    page.screenshot(path=str(pictures / "phone-podium.png"))
    tell(podium=True)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-US", has_touch=True)
        errors: list[str] = []
        device = context.new_page()
        device.on("pageerror", lambda error: errors.append(str(error)))
        play(device, sys.argv[1], sys.argv[2], Path(sys.argv[3]))
        tell(errors=errors)
        browser.close()
