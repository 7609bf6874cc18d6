"""The board of twenty tiles in a browser: how soon it is whole, and whether it follows the hand that drags a tile."""

from datetime import timedelta
from typing import Any

from playwright.async_api import Page

from bench.cases.boards import tiles
from bench.cases.overview import NOW, span
from bench.harness import Round, Sample, Stage
from bench.pages import Visitor, visiting

HIGH = 4_000  # a window that shows all tiles at once: none waits until it is scrolled to
# Asked in the page itself, frame by frame: the panel's policy lets nobody evaluate texts there.
WHOLE = """(least) => new Promise((done) => {
    const look = () => {
        const all = document.querySelectorAll('[data-tile]').length >= least;
        const open = document.querySelector('[data-bone], [aria-busy=true]');
        if (all && !open) done(performance.now());
        else requestAnimationFrame(look);
    };
    look();
})"""
WATCH = """
    window.longest = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: 'longtask', buffered: false });
"""
STEPS = 60


async def last_tile(stage: Stage) -> Round:
    """From the address to a page without a skeleton; the browser knows nothing yet, the server has answered before."""
    visitor = await visiting(stage)
    board = await _made(visitor)

    async def one_round() -> Sample:
        page = await visitor.page(height=HIGH)
        await page.goto(f"{visitor.address}/boards/{board}", wait_until="commit")
        whole = await page.evaluate(WHOLE, len(tiles()))
        await page.context.close()
        return Sample(ours=float(whole) / 1000)

    await one_round()
    return one_round


async def longest_task(stage: Stage) -> Round:
    """The longest task over 50 ms that the browser told of while a tile was dragged over the board; 0 if none."""
    visitor = await visiting(stage)
    board = await _made(visitor)

    async def one_round() -> Sample:
        page = await visitor.page()
        await page.goto(f"{visitor.address}/boards/{board}")
        await page.get_by_role("button", name="Edit", exact=True).click()
        await page.evaluate(WHOLE, 1)
        await page.evaluate(WATCH)
        await _drag(page)
        longest = await page.evaluate("window.longest")
        await page.context.close()
        return Sample(ours=float(longest))

    return one_round


async def _drag(page: Page) -> None:
    box = await page.locator("[data-tile][data-kind=line]").first.bounding_box()
    if box is None:
        raise RuntimeError("the board shows no line")
    await page.mouse.move(box["x"] + 60, box["y"] + 40)
    await page.mouse.down()
    for step in range(1, STEPS + 1):
        await page.mouse.move(box["x"] + 60 + 6 * step, box["y"] + 40 + (step % 20) * 20)
    await page.mouse.up()


async def _made(visitor: Visitor) -> str:
    """Make the board over fixed days, where the large home has orders; return its id."""
    days = span(NOW.date() - timedelta(days=29), NOW.date())
    places = [{"x": 4 * (at % 3), "y": 8 * (at // 3), "w": 4, "h": 8} for at in range(len(tiles()))]
    found = [
        {**tile, "id": f"t{at}", "place": place} for at, (tile, place) in enumerate(zip(tiles(), places, strict=True))
    ]
    document: dict[str, Any] = {
        "format": 1,
        "settings": {"period": f"{days['from']}..{days['to']}", "compare": "previous_period"},
        "variables": [],
        "tiles": found,
    }
    page = await visitor.page()
    request = page.context.request
    session = await (await request.get(f"{visitor.address}/api/v1/session")).json()
    answer = await request.post(
        f"{visitor.address}/api/v1/boards",
        data={"name": "Twenty tiles", "document": document},
        headers={"X-CSRF-Token": session["csrf_token"]},
    )
    if not answer.ok:
        raise RuntimeError(f"the board was refused: {await answer.text()}")
    made = str((await answer.json())["id"])
    await page.context.close()
    return made
