"""Starts a small demo in a home of its own and hands out its address and a signed-in browser.

Used by the browser tests and by `make screenshots`. Owns the waiting until the demo is filled.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from comptoir.platform.testing.home import temporary_home
from tools import browser as chromium

LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S*sign-in\S*#token=\S+")
SMALL = ("--stores", "3", "--years", "1", "--no-live")
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Panel:
    """A running panel: its address, its home, a link that signs in once, and the way to get another."""

    address: str
    home: Path
    link: str


@contextmanager
def running(arguments: Sequence[str] = SMALL) -> Iterator[Panel]:
    """Run `comptoir demo` in a throw-away home until the context ends; yields once it printed its sign-in link."""
    with temporary_home() as home, started(home, arguments) as (process, printed):
        link = wait_for_link(process, printed=printed)
        yield Panel(address=link.split("/sign-in")[0], home=home, link=link)


@contextmanager
def started(home: Path, arguments: Sequence[str]) -> "Iterator[tuple[subprocess.Popen[str], list[str]]]":
    """Run `comptoir demo` and collect what it prints, so that it never waits for a reader."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    environment |= {"COMPTOIR_HOME": str(home), "COMPTOIR_UNSAFE_FAST": "yes", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "comptoir", "demo", "--port", str(free_port()), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed: list[str] = []
    reader = threading.Thread(target=collect, args=(process, printed), daemon=True)
    reader.start()
    try:
        yield process, printed
    finally:
        stop(process)
        reader.join(timeout=10)
        if process.stdout:
            process.stdout.close()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def collect(process: "subprocess.Popen[str]", printed: list[str]) -> None:
    """Read what a process prints until it ends."""
    if process.stdout:
        printed.extend(iter(process.stdout.readline, ""))


def wait_for_link(process: "subprocess.Popen[str]", *, printed: list[str]) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := LINK.search("".join(printed)):
            return found.group()
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"`comptoir demo` printed no sign-in link:\n{''.join(printed)[-2000:]}")


def stop(process: "subprocess.Popen[str]") -> None:
    """End it as Ctrl-C would, and make sure."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """A headless Chromium. Root needs it without a sandbox, as every container does."""
    path = chromium.find()
    if not path:
        raise RuntimeError("no Chromium: run `make browser`")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=path, args=[*arguments, "--force-color-profile=srgb"])
        try:
            yield started
        finally:
            started.close()


def signed_in(browser: Browser, panel: Panel, *, within: float = PATIENCE) -> Any:
    """Use the link, wait until the demo is filled, and return what a new context needs to be signed in."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(panel.link)
        page.wait_for_url(lambda url: "sign-in" not in url)
        enter_demo(context, panel)
        wait_until_filled(context, panel, within=within)
        return context.storage_state()
    finally:
        context.close()


def another_link(panel: Panel) -> str:
    """Return a fresh link of the demo's owner, for a browser with a session of its own."""
    return told_link(panel, "user", "link", "demo@example.com")


def colleague_link(panel: Panel, *, email: str, role: str) -> str:
    """Make somebody a member of the demo and return the link that signs in."""
    return told_link(panel, "user", "create", email, "--role", role)


def told_link(panel: Panel, *command: str) -> str:
    """Return the sign-in link that a command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "comptoir", *command, "--json"],
        env={**os.environ, "COMPTOIR_HOME": str(panel.home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    token = re.search(r"#token=[\w-]+", done.stdout)
    if token is None:
        raise RuntimeError(f"`comptoir {' '.join(command)}` printed no token: {done.stdout[-300:]}")
    return f"{panel.address}/sign-in{token.group()}"


def enter_demo(context: BrowserContext, panel: Panel) -> None:
    """Look at the demo, also where the owner has made an organisation of their own since."""
    session = context.request.get(f"{panel.address}/api/v1/session").json()
    if session["organisation"]["is_demo"]:
        return
    demo = next(one["id"] for one in session["organisations"] if one["is_demo"])
    context.request.post(
        f"{panel.address}/api/v1/session/organisation",
        data={"id": demo},
        headers={"X-CSRF-Token": session["csrf_token"]},
    )


def wait_until_filled(context: BrowserContext, panel: Panel, *, within: float) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        session = context.request.get(f"{panel.address}/api/v1/session").json()
        if not (session.get("demo") or {}).get("filling"):
            return
        time.sleep(0.25)
    raise RuntimeError(f"the demo was not filled within {within:.0f} s")
