"""Known advisories for what ships, looked up in a dated copy that was brought here beforehand.

`make advisories FROM=path` reads a folder or a ZIP of advisories in the OSV format (the public exports of PyPI's and
npm's advisories have it) and keeps those of our packages; `make check` reads that copy and shows its date. Nothing is
fetched: where the advisories come from is up to whoever brings them.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.version import InvalidVersion, Version

from tools.supply_chain.inventory import Package, packages

COPY = Path(__file__).with_name("advisories.json")
OLD_AFTER = 30  # days
ECOSYSTEMS = {"PyPI": "pypi", "npm": "npm"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An advisory that does not touch us, why, and until when that is believed without looking again."""

    advisory: str
    reason: str
    until: date


ACCEPTED: tuple[Accepted, ...] = ()


def told(copy: Mapping[str, Any] | None, shipped: Sequence[Package], *, today: date) -> tuple[list[str], list[str]]:
    """Return what to say of the copy, and what is wrong."""
    if copy is None:
        return [f"advisories: none of {len(shipped)} packages was looked up yet (make advisories FROM=…)"], []
    taken = date.fromisoformat(copy["taken"])
    said = [f"advisories: as of {taken} ({copy['source']}), {copy['read']:,} read"]
    if (today - taken).days > OLD_AFTER:
        said.append(f"advisories: that copy is {(today - taken).days} days old; bring a newer one")
    missing = sorted({one.ecosystem for one in shipped} - set(copy["ecosystems"]))
    if missing:
        said.append(f"advisories: nothing was looked up for {', '.join(missing)}")
    excused = {one.advisory for one in ACCEPTED if one.until >= today}
    wrong = [
        f"{package.label} is affected by {advisory['id']}: {advisory.get('summary') or 'see the advisory'}"
        for package in shipped
        for advisory in copy["advisories"]
        if not excused & {advisory["id"], *advisory.get("aliases", ())} and affects(advisory, package)
    ]
    return said, wrong


def affects(advisory: Mapping[str, Any], package: Package) -> bool:
    """Whether an advisory in OSV's format names this version, in its list or in one of its ranges."""
    for one in advisory.get("affected", ()):
        named = one.get("package", {})
        if (ECOSYSTEMS.get(named.get("ecosystem")), plain(named.get("name", ""))) != (
            package.ecosystem,
            plain(package.name),
        ):
            continue
        if package.version in one.get("versions", ()):
            return True
        if any(within(given["events"], package.version) for given in one.get("ranges", ()) if given["type"] != "GIT"):
            return True
    return False


def plain(name: str) -> str:
    """Return a name as PyPI compares names: case and the kind of separator say nothing."""
    return re.sub(r"[-_.]+", "-", name).lower()


def within(events: Iterable[Mapping[str, str]], version: str) -> bool:
    """Whether a version lies between an introduction and its mend, as the specification of OSV evaluates events."""
    here, is_affected = ordered(version), False
    places = [(ordered(at), kind) for event in events for kind, at in event.items()]
    for at, kind in sorted(places, key=lambda place: (place[0], place[1] != "introduced")):
        if kind == "introduced" and here >= at:
            is_affected = True
        elif (kind == "fixed" and here >= at) or (kind == "last_affected" and here > at):
            is_affected = False
    return is_affected


def ordered(version: str) -> Version:
    """Return a version that can be compared; npm's pre-releases are read as Python's."""
    try:
        return Version(version)
    except InvalidVersion:
        core, _, rest = version.partition("-")
        return Version(f"{core.split('+')[0]}{'.dev0' if rest else ''}")


def read(source: Path) -> Iterator[dict[str, Any]]:
    """Yield the advisories of a folder or a ZIP."""
    if source.is_dir():
        for path in sorted(source.rglob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))
        return
    with ZipFile(source) as found:
        for name in sorted(found.namelist()):
            if name.endswith(".json"):
                yield json.loads(found.read(name))


def copied(sources: Iterable[Path], shipped: Sequence[Package], *, today: date) -> dict[str, Any]:
    """Return the dated copy: every advisory that names one of our packages, whatever the version."""
    names = {(one.ecosystem, plain(one.name)) for one in shipped}
    kept, ecosystems, count = list[dict[str, Any]](), set[str](), 0
    for advisory in (one for source in sources for one in read(source)):
        count += 1
        about = {
            (ECOSYSTEMS.get(one.get("package", {}).get("ecosystem"), ""), plain(one.get("package", {}).get("name", "")))
            for one in advisory.get("affected", ())
        }
        ecosystems |= {ecosystem for ecosystem, _ in about if ecosystem}
        if about & names and "withdrawn" not in advisory:
            kept.append({key: advisory[key] for key in ("id", "aliases", "summary", "affected") if key in advisory})
    return {
        "taken": today.isoformat(),
        "source": "advisories in the OSV format",
        "read": count,
        "ecosystems": sorted(ecosystems),
        "advisories": sorted(kept, key=lambda one: one["id"]),
    }


def main() -> None:
    sources = [Path(word) for word in sys.argv[1:]]
    if not sources or not all(source.exists() for source in sources):
        raise SystemExit("advisories: name a folder or a ZIP of OSV advisories: make advisories FROM=path")
    copy = copied(sources, packages(), today=datetime.now(UTC).date())
    COPY.write_text(json.dumps(copy, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"advisories: {copy['read']:,} read, {len(copy['advisories'])} name a package of ours, kept in {COPY}")


if __name__ == "__main__":
    main()
