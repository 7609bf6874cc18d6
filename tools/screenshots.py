"""`make screenshots`: every page at both sizes, light and dark, from a running demo, into screenshots/.

The pages are the routes the navigation shows plus one order, one product and one customer; they are looked at by people.
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
    "boards": "/boards",
    "explorer": "/explore",
    "explorer-answer": "/explore?m=net_sales,orders&by=store&period=last30",
    "targets": "/targets",
    "people": "/people",
    "roles": "/roles",
    "security": "/security",
    "audit": "/audit",
    "orders": "/orders",
    "order": "/orders/{order}",
    "products": "/products?period=last30",
    "product": "/products/{product}?period=last30",
    "customers": "/customers?period=last30",
    "customer": "/customers/{customer}?period=last30",
    "imports": "/imports",
    "stores": "/stores",
    "system": "/system",
    "account": "/account",
    "organisation": "/organisation",
    "start": "/start",
}


def path_of(page: Page, panel: Panel, *, name: str) -> str:
    """The path of a page; one that shows a single thing shows the first of its list."""
    path = PAGES[name]
    return path.format(**{name: first_of(page, panel, name=name)}) if "{" in path else path


def first_of(page: Page, panel: Panel, *, name: str) -> str:
    """The id of the first order, product or customer."""
    answer = page.request.get(f"{panel.address}/api/v1/{name}s?limit=1").json()
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
        for name in PAGES:
            page.goto(panel.address + path_of(page, panel, name=name))
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
