"""Finds a Chromium for the browser tests, or installs Debian's where root may; prints its path.

Prefers the headless shell: it opens no window of its own behind each page, which takes most of a page's time.

Owns the search order: COMPTOIR_CHROMIUM, then what is on the PATH, then Debian's package.
"""

import os
import shutil
import sys
from pathlib import Path

from tools.debian import bring

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = "chromium-headless-shell"
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/snap/bin/chromium")


def find() -> str | None:
    """Return the path of an installed Chromium or Chrome."""
    named = os.environ.get("COMPTOIR_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), None) or next(
        (path for path in PLACES if Path(path).exists()), None
    )


def install() -> None:
    """Install Debian's package; says what to do where that cannot be."""
    print(f"browser: installing Debian's {PACKAGE}", file=sys.stderr, flush=True)
    if reason := bring(PACKAGE):
        raise SystemExit(f"browser: no Chromium found, {reason}; or point COMPTOIR_CHROMIUM at an executable")


def main() -> None:
    if not find():
        install()
    path = find()
    if not path:
        raise SystemExit("browser: still no Chromium: point COMPTOIR_CHROMIUM at an executable")
    print(path)


if __name__ == "__main__":
    main()
