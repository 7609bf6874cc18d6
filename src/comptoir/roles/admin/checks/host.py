"""The machine and the home: Python, disk, permissions, keys, address, backups. Opens no engine."""

import os
import platform as machine
import shutil
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from comptoir.kernel.clock import system_clock
from comptoir.platform import master_key
from comptoir.platform.backup import kept
from comptoir.platform.http.addresses import networks, wide_bind_warning
from comptoir.platform.secrets import KeyProblem
from comptoir.platform.settings import Settings
from comptoir.roles.admin.checks.finding import FINE, WARNING, WRONG, Finding

OLDEST_PYTHON = (3, 11)
LITTLE_SPACE = 2 * 1024**3
BACKUP_AGE = timedelta(days=8)
# No clock that is right is before the day this was written.
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def python() -> Finding:
    """Look at the interpreter."""
    found = f"{machine.python_version()} in {sys.prefix}"
    if sys.version_info < OLDEST_PYTHON:
        return Finding("python", WRONG, found, f"Comptoir needs {'.'.join(map(str, OLDEST_PYTHON))} or newer.")
    return Finding("python", FINE, found)


def clock() -> Finding:
    """Look whether the clock can be right."""
    now = system_clock()
    if now < NOT_BEFORE:
        return Finding("clock", WRONG, f"it says {now:%Y-%m-%d %H:%M} UTC", "Set it: days of orders depend on it.")
    return Finding("clock", FINE, f"{now:%Y-%m-%d %H:%M:%S} UTC")


def home(directory: Path) -> Finding:
    """Look whether the home exists, is ours, writable and closed to others."""
    if not directory.exists():
        return Finding("home", WARNING, f"{directory} does not exist yet", "`comptoir init` creates it.")
    if not directory.is_dir():
        return Finding("home", WRONG, f"{directory} is no directory", "Choose another with COMPTOIR_HOME.")
    found = directory.stat()
    if found.st_uid != os.geteuid():
        return Finding("home", WRONG, f"{directory} belongs to another user", "Choose another with COMPTOIR_HOME.")
    if not os.access(directory, os.W_OK | os.X_OK):
        return Finding("home", WRONG, f"{directory} cannot be written", f"Run `chmod u+rwx {directory}`.")
    if found.st_mode & 0o066:
        return Finding("home", WARNING, f"{directory} may be read by others", f"Run `chmod go-rw {directory}`.")
    return Finding("home", FINE, str(directory))


def space(directory: Path) -> Finding:
    """Look how much space is left where the home is, or will be."""
    place = directory
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    words = f"{free / 1024**3:.1f} GB are free"
    if free < LITTLE_SPACE:
        return Finding("space", WARNING, words, "Free some: engines stop writing at zero.")
    return Finding("space", FINE, words)


def key(settings: Settings) -> Finding:
    """Look whether the master key is there, whole, closed to others, and encrypted as the settings ask for."""
    name, file = "master key", settings.key_file
    if not file.exists():
        return Finding(name, WARNING, f"{file} does not exist yet", "It is made on first use; back it up then.")
    try:
        found = master_key.resting(settings)
    except KeyProblem as error:
        return Finding(name, WRONG, error.message, error.hint)
    how = f"encrypted under key {found.encrypted_by}" if found.encrypted_by else "plain"
    if not found.is_current:
        asked = f"{found.source} asks for key {found.offered[0]}"
        return Finding(name, WARNING, f"{file}, {how}; {asked}", "Run `comptoir key encrypt`.")
    return Finding(name, FINE, f"{file}, {how} (losing it loses personal data: back it up)")


def address(settings: Settings) -> list[Finding]:
    """Look whether others can listen in, and whether proxies are named as they must be."""
    warning = wide_bind_warning(host=settings.host, public_url=settings.public_url)
    found = [
        Finding("address", WARNING, f"{settings.host}:{settings.port}", warning)
        if warning
        else Finding("address", FINE, settings.public_url or f"{settings.host}:{settings.port}")
    ]
    try:
        networks(settings.trusted_proxies)
    except ValueError as error:
        found.append(Finding("proxies", WRONG, str(error), "Name addresses or networks in COMPTOIR_TRUSTED_PROXIES."))
    return found


def panel(settings: Settings) -> Finding:
    """Look whether a panel answers where the settings say; without one nothing is wrong."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104  said, not bound
    url = f"http://{host}:{settings.port}/health/ready"
    try:
        with urllib.request.urlopen(url, timeout=3):
            return Finding("panel", FINE, f"answers at {host}:{settings.port}")
    except urllib.error.HTTPError as error:
        return Finding("panel", WARNING, f"{host}:{settings.port} answers with {error.code}", "Look at its log.")
    except (OSError, ValueError):
        return Finding("panel", FINE, f"none answers at {host}:{settings.port}; `comptoir serve` starts it")


def backups(settings: Settings) -> Finding:
    """Look how old the newest backup is."""
    made = kept.listed(settings.backups)
    if not made:
        if not settings.home.exists():
            return Finding("backup", FINE, "there is nothing to back up yet")
        return Finding("backup", WARNING, f"there is none in {settings.backups}", "Run `comptoir backup create`.")
    newest = made[-1]
    age = system_clock() - kept.made_at(newest)
    words = f"the newest of {len(made)} is {max(age, timedelta(0)) // timedelta(hours=1)} hours old ({newest.name})"
    if age > BACKUP_AGE:
        return Finding("backup", WARNING, words, "Run `comptoir backup create`, better every night.")
    return Finding("backup", FINE, words)
