"""Every package that ships: what the server runs with, and what is bundled into the panel.

Owns reading the locks. Versions and hashes are the locks', licences what the installed packages declare.
"""

import base64
import importlib.metadata
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.supply_chain.policy import DECLARED, SPDX

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCK = ROOT / "requirements.lock"
PANEL_LOCK = ROOT / "web" / "package-lock.json"
SERVER, PANEL = "server", "panel"
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*])?==(?P<version>[^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """One package: ``licence`` is an SPDX expression, None where nothing is declared; ``hashes`` are (algorithm, hex)."""

    ecosystem: str
    name: str
    version: str
    licence: str | None
    place: str
    hashes: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}"


def packages() -> list[Package]:
    """Return all packages, sorted."""
    return sorted([*of_server(), *of_panel()], key=lambda one: (one.ecosystem, one.name, one.version))


def of_server(lock: str | None = None) -> Iterator[Package]:
    """Yield the packages the server runs with."""
    for name, version, hashes in pinned(PYTHON_LOCK.read_text() if lock is None else lock):
        yield Package("pypi", name, version, python_licence(name), SERVER, tuple(("SHA-256", one) for one in hashes))


def pinned(lock: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and hashes of every pinned package of a lock."""
    name, version, hashes = "", "", list[str]()
    for line in lock.splitlines():
        if found := _PINNED.match(line):
            if name:
                yield name, version, hashes
            name, version, hashes = found["name"].lower(), found["version"], []
        hashes += _HASH.findall(line)
    if name:
        yield name, version, hashes


def of_panel(lock: Mapping[str, Any] | None = None) -> Iterator[Package]:
    """Yield the packages of the panel that are no tools of its makers."""
    found: Mapping[str, Any] = json.loads(PANEL_LOCK.read_text()) if lock is None else lock
    seen: set[tuple[str, str]] = set()
    for path, entry in found["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if not path or entry.get("dev") or (name, entry["version"]) in seen:
            continue
        seen.add((name, entry["version"]))
        hashes = tuple(hex_digests(entry.get("integrity", "")))
        yield Package("npm", name, entry["version"], licence_of(name, entry.get("license")), PANEL, hashes)


def hex_digests(integrity: str) -> Iterator[tuple[str, str]]:
    """Yield the digests of a Subresource Integrity text as the bill of materials has them."""
    for one in integrity.split():
        algorithm, _, digest = one.partition("-")
        yield f"SHA-{algorithm.removeprefix('sha')}", base64.b64decode(digest).hex()


def python_licence(name: str) -> str | None:
    """Return what an installed distribution declares: its expression, else its old field or classifier, translated."""
    try:
        metadata = importlib.metadata.metadata(name).json
    except importlib.metadata.PackageNotFoundError:
        return licence_of(name, None)  # one for other systems
    old = str(metadata.get("license", "")).strip().split("\n")[0]
    texts = [metadata.get("license_expression"), old]
    texts += [line.rpartition(" :: ")[2] for line in metadata.get("classifier", ()) if line.startswith("License")]
    return licence_of(name, next((str(text) for text in texts if text), None))


def licence_of(name: str, text: str | None) -> str | None:
    """Return the SPDX expression of a licence's text; what a package declares nowhere is known by name."""
    if name in DECLARED:
        return DECLARED[name]
    return SPDX.get(text, text) if text else None
