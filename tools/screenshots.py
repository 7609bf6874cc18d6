"""`make screenshots`: every page at both sizes, light and dark, from a running demo, into screenshots/.

The pages are the routes the navigation shows plus the details of one order; they are looked at by people.
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools.live_panel import Panel, chromium_browser, running, signed_in

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
SIZES = {"desk": (1440, 900), "phone": (360, 780)}
THEMES = ("light", "dark")
PAGES = {
    "overview": "/",
    "orders": "/orders",
    "order": "/orders/{order}",
    "imports": "/imports",
    "stores": "/stores",
    "system": "/system",
    "account": "/account",
    "start": "/start",
}


def first_order(page: Page, panel: Panel) -> str:
    """The id of the newest order."""
    answer = page.request.get(f"{panel.address}/api/v1/orders?limit=1").json()
    return str(answer["items"][0]["id"])


def shoot(browser: Browser, panel: Panel, *, state: object) -> Iterator[Path]:
    """Take every picture; the theme is asked for as a browser asks, by its colour scheme."""
    for (size, (width, height)), theme in product(SIZES.items(), THEMES):
        context = browser.new_context(
            storage_state=state,  # type: ignore[arg-type]
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            device_scale_factor=2 if size == "phone" else 1,
        )
        page = context.new_page()
        order = first_order(page, panel)
        for name, path in PAGES.items():
            page.goto(panel.address + path.format(order=order))
            page.wait_for_load_state("networkidle")
            file = FOLDER / f"{name}-{size}-{theme}.png"
            page.screenshot(path=file, full_page=True)
            yield file
        context.close()


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    with running() as panel, chromium_browser() as browser:
        state = signed_in(browser, panel)
        for file in shoot(browser, panel, state=state):
            print(file.relative_to(ROOT), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
