"""A browser signed in to a large home: what the cases that look at pages share."""

import time
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bench.data.volume import large_home
from bench.harness import Stage
from bench.processes import comptoir, serving
from tools import browser as chromium

LAUNCH = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
DESK = {"width": 1440, "height": 900}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser: the address of the panel, and what makes a fresh window signed in."""

    address: str
    browser: Browser
    state: Any

    async def page(self, *, height: int = DESK["height"]) -> Page:
        """Return a page whose window is that high and whose browser has nothing in its caches."""
        context = await self.browser.new_context(
            viewport={"width": DESK["width"], "height": height}, storage_state=self.state
        )
        return await context.new_page()


async def visiting(stage: Stage) -> Visitor:
    """Serve the large home, start a Chromium and sign an owner in; all end with the stage."""
    home = await large_home(stage.kept, orders=stage.orders)
    address, _ = await stage.stack.enter_async_context(serving(home))
    told = await comptoir("user", "create", f"bench-{time.time_ns()}@example.com", "--role", "owner", home=home)
    token = told.out.split("#token=")[1].split()[0]
    playwright = await stage.stack.enter_async_context(async_playwright())
    browser = await playwright.chromium.launch(executable_path=chromium.find(), args=list(LAUNCH))
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{address}/sign-in#token={token}")
    await page.wait_for_url(lambda url: "sign-in" not in url)
    state = await context.storage_state()
    await context.close()
    return Visitor(address=address, browser=browser, state=state)
