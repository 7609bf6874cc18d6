"""What ships: its licences, its bill of materials, and which advisories touch it."""

import json
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.supply_chain import advisories
from tools.supply_chain.__main__ import wrong_licences
from tools.supply_chain.bill import bill_of, wrong_with
from tools.supply_chain.inventory import Package, of_panel, packages, pinned
from tools.supply_chain.policy import is_allowed

TODAY = date(2026, 11, 20)
KETTLE = Package("pypi", "kettle-core", "2.1.0", "MIT", "server", (("SHA-256", "ab" * 32),))


def advisory(*, ranges=(), versions=(), name="Kettle_Core", ecosystem="PyPI", **more):
    affected = {"package": {"name": name, "ecosystem": ecosystem}, "ranges": list(ranges), "versions": list(versions)}
    return {"id": "X-1", "summary": "It boils over", "affected": [affected], **more}


def between(*events):
    return {"type": "ECOSYSTEM", "events": list(events)}


def test_every_package_that_ships_is_allowed_and_billed():
    shipped = packages()
    assert wrong_licences(shipped) == []
    assert {one.ecosystem for one in shipped} == {"pypi", "npm"}
    bill = bill_of(shipped)
    assert wrong_with(bill) is None
    assert len(json.loads(bill)["components"]) == len(shipped)


def test_the_same_packages_give_the_same_bytes():
    assert bill_of([KETTLE]) == bill_of([KETTLE])
    assert "timestamp" not in bill_of([KETTLE])


def test_a_wrong_bill_is_told():
    assert wrong_with(bill_of([KETTLE]).replace('"library"', '"kettle"')) is not None


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [("MIT", True), ("GPL-3.0-only", False), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False), ("MPL-2.0", True)],
)  # fmt: skip
def test_licences(licence, allowed):
    assert is_allowed(licence) is allowed


def test_a_missing_or_foreign_licence_is_named():
    foreign = Package("npm", "@tea/pot", "1.0.0", "SSPL-1.0", "panel")
    silent = Package("pypi", "silent", "1.0", None, "server")
    assert wrong_licences([KETTLE, foreign, silent]) == [
        "@tea/pot 1.0.0 (npm) is under SSPL-1.0, which tools/supply_chain/policy.py does not allow",
        "silent 1.0 (pypi) declares no licence",
    ]


def test_locks_are_read_with_their_hashes():
    lock = (
        f"a[b]==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'1' * 64}\nB==2\n"
    )
    assert list(pinned(lock)) == [("a", "1.0", ["0" * 64, "1" * 64]), ("b", "2", [])]
    npm = {
        "packages": {
            "": {},
            "node_modules/x/node_modules/@tea/cup": {"version": "3.0.0", "license": "ISC", "integrity": "sha512-AAE="},
            "node_modules/dev": {"version": "1.0.0", "dev": True},
        }
    }
    assert list(of_panel(npm)) == [Package("npm", "@tea/cup", "3.0.0", "ISC", "panel", (("SHA-512", "0001"),))]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4), st.integers(0, 9))
def test_a_version_lies_in_a_range_or_not(pairs, here):
    events = [
        {kind: f"{at}.0"}
        for first, last in pairs
        if first < last
        for kind, at in (("introduced", first), ("fixed", last))
    ]
    package = Package("pypi", "kettle-core", f"{here}.0", "MIT", "server")
    ranges = [between(*events[at : at + 2]) for at in range(0, len(events), 2)]
    expected = any(first <= here < last for first, last in pairs if first < last)
    assert advisories.affects(advisory(ranges=ranges), package) is expected


@pytest.mark.parametrize(
    ("found", "affected"),
    [
        (advisory(versions=["2.1.0"]), True),
        (advisory(versions=["2.0.9"]), False),
        (advisory(ranges=[between({"introduced": "0"})]), True),
        (advisory(ranges=[between({"introduced": "0"}, {"fixed": "2.1.0"})]), False),
        (advisory(ranges=[between({"introduced": "0"}, {"last_affected": "2.1.0"})]), True),
        (advisory(versions=["2.1.0"], ecosystem="npm"), False),
        (advisory(versions=["2.1.0"], name="kettle"), False),
    ],
)
def test_which_versions_an_advisory_touches(found, affected):
    assert advisories.affects(found, KETTLE) is affected


def test_a_copy_is_brought_from_a_zip_and_keeps_what_is_ours(tmp_path):
    with ZipFile(tmp_path / "all.zip", "w") as file:
        file.writestr("X-1.json", json.dumps(advisory(versions=["2.1.0"])))
        file.writestr("X-2.json", json.dumps(advisory(versions=["1"], name="other")))
        file.writestr("X-3.json", json.dumps(advisory(versions=["2.1.0"], withdrawn="2026-01-01T00:00:00Z")))
    copy = advisories.copied([tmp_path / "all.zip"], [KETTLE], today=TODAY)
    assert (copy["read"], [one["id"] for one in copy["advisories"]]) == (3, ["X-1"])
    said, wrong = advisories.told(copy, [KETTLE], today=TODAY)
    assert said == ["advisories: as of 2026-11-20 (advisories in the OSV format), 3 read"]
    assert wrong == ["kettle-core 2.1.0 is affected by X-1: It boils over"]


def test_what_is_accepted_is_accepted_until_its_day(monkeypatch):
    copy = advisories.copied([], [KETTLE], today=TODAY) | {
        "advisories": [advisory(versions=["2.1.0"])],
        "ecosystems": ["pypi"],
    }
    accepted = advisories.Accepted("X-1", "we never boil", date(2026, 12, 1))
    monkeypatch.setattr(advisories, "ACCEPTED", (accepted,))
    assert advisories.told(copy, [KETTLE], today=TODAY)[1] == []
    assert advisories.told(copy, [KETTLE], today=date(2026, 12, 2))[1] != []


def test_an_old_copy_none_and_one_without_an_ecosystem_are_told():
    assert "none of 1 packages was looked up" in advisories.told(None, [KETTLE], today=TODAY)[0][0]
    copy = advisories.copied([], [KETTLE], today=date(2026, 1, 1))
    said, _ = advisories.told(copy, [KETTLE], today=TODAY)
    assert "days old" in said[1]
    assert said[2] == "advisories: nothing was looked up for pypi"
