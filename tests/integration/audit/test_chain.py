"""The chain of the trail: whatever of it is altered, removed, moved or made up is located."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comptoir.foundation.audit.contracts import Verdict
from comptoir.foundation.audit.usecases.chain_entries import chain_waiting
from comptoir.foundation.audit.usecases.sign_roots import forget_old, sign_day
from comptoir.foundation.audit.usecases.verify_chain import verify_chain
from comptoir.kernel.ids import new_id
from comptoir.platform.audit import COLUMNS, Recorder, nobody
from comptoir.platform.database.unit_of_work import Note
from comptoir.platform.secrets import SecretBox
from tests.integration.audit.conftest import Intruder
from tests.integration.http.conftest import Place

pytestmark = pytest.mark.engine
ENTRIES = 12
# What an intruder would write instead, by column.
OTHERWISE: dict[str, Any] = {
    "id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "action": "'member.praised'",
    "subject": "subject || 'x'",
    "outcome": "'refused'",
    "count": "count + 1",
    "user_id": "gen_random_uuid()",
    "client": "'api'",
    "credential": "'session:other'",
    "address": "'192.0.2.9'",
    "agent": "'other'",
    "correlation": "'other'",
    "before": "'{}'",
    "after": "replace(after, '7', '8')",
}


async def note(place: Place, number: int) -> None:
    async with place.platform.database.begin(place.actor(address="192.0.2.1", agent="test")) as uow:
        uow.audit("test.done", f"thing {number}", after={"number": f"{number} of 7"})


async def verdict(place: Place) -> Verdict:
    return await verify_chain(place.platform, organisation_id=place.organisation.id)


@pytest.fixture
async def chain(place: Place) -> Place:
    """A chain of some entries with a signed root after the first half; its first place is 1."""
    await chain_waiting(place.platform)
    before = await verdict(place)
    for number in range(ENTRIES - before.entries):
        await note(place, number)
        if number == ENTRIES // 2:
            await chain_waiting(place.platform)
            await sign_day(place.platform)
    await chain_waiting(place.platform)
    found = await verdict(place)
    assert (found.holds, found.entries, found.first, found.last, found.roots) == (True, ENTRIES, 1, ENTRIES, 1)
    return place


def located(found: Verdict) -> set[tuple[str, int | None]]:
    return {(one.kind, one.sequence) for one in found.faults}


async def test_every_column_of_an_entry_is_protected(chain: Place, intruder: Intruder) -> None:
    assert set(OTHERWISE) | {"organisation_id"} == set(COLUMNS)
    for place, (column, other) in enumerate(OTHERWISE.items(), start=1):
        sequence = (place - 1) % 8 + 4  # where entries of this test lie, the last included
        if column == "id":
            sequence = 3
        intruder.run(f"create table kept as select * from audit_entries where sequence = {sequence}")
        intruder.run(f"update audit_entries set {column} = {other} where sequence = {sequence}")
        found = await verdict(chain)
        assert ("changed", sequence) in located(found), column
        assert {place for _, place in located(found)} == {sequence}, column
        intruder.run(f"delete from audit_entries where sequence = {sequence}")
        intruder.run("insert into audit_entries select * from kept")
        intruder.run("drop table kept")
    assert (await verdict(chain)).holds


@pytest.mark.parametrize("sequence", [1, 2, ENTRIES - 1, ENTRIES])
async def test_a_removed_entry_is_located(chain: Place, intruder: Intruder, sequence: int) -> None:
    intruder.run("delete from audit_entries where sequence = %s", sequence)
    assert located(await verdict(chain)) == {("missing", sequence)}


async def test_entries_that_changed_places_are_located(chain: Place, intruder: Intruder) -> None:
    with intruder.inside() as connection:
        connection.execute("update audit_entries set sequence = 100, hash = hash where sequence = 4")
        connection.execute("update audit_entries set sequence = 4 where sequence = 9")
        connection.execute("update audit_entries set sequence = 9 where sequence = 100")
    assert {("moved", 4), ("moved", 9)} <= located(await verdict(chain))


async def test_a_chain_written_anew_does_not_end_in_what_was_signed(chain: Place, intruder: Intruder) -> None:
    """Somebody who knows how links are made removes an entry and closes the gap: roots and head tell."""
    from comptoir.foundation.audit import model, repository

    intruder.run("delete from audit_entries where sequence = 3")
    async with chain.platform.database.begin_system() as uow:
        kept = [one async for one in repository.chained(uow, organisation_id=chain.organisation.id)]
    before = kept[1][3]
    with intruder.inside() as connection:
        for sequence, (entry, _, old, _) in enumerate(kept[2:], start=3):
            before = model.link(before, sequence, entry)
            connection.execute(
                "update audit_entries set sequence = %s, hash = %s where sequence = %s and id = %s",
                (sequence, before, old, entry.id),
            )
        connection.execute("update audit_heads set sequence = %s, hash = %s", (ENTRIES - 1, before))
    kinds = {kind for kind, _ in located(await verdict(chain))}
    assert kinds == {"moved", "unsigned"}, "the root is not of this chain, the head is not signed"


async def test_an_entry_somebody_made_up_is_located(chain: Place, intruder: Intruder) -> None:
    forger = Recorder(SecretBox(b"\x08" * 32), clock=chain.clock)
    row = forger.rows([Note(nobody(chain.organisation.id), "test.done", "made up")])[0]
    with intruder.inside() as connection:
        names = ", ".join(row)
        connection.execute(
            f"insert into audit_entries ({names}) values ({', '.join(f'%({name})s' for name in row)})", row
        )
    waiting = await verdict(chain)
    assert [(one.kind, one.entry_id) for one in waiting.faults] == [("changed", row["id"])]
    await chain_waiting(chain.platform)
    assert located(await verdict(chain)) == {("changed", ENTRIES + 1)}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("update audit_roots set hash = decode(repeat('ab', 32), 'hex')", "unsigned"),
        ("update audit_roots set day = day - 1", "unsigned"),
        ("update audit_heads set sequence = sequence - 1", "unsigned"),
        ("delete from audit_heads", "unsigned"),
        ("delete from audit_entries", "missing"),
        ("delete from audit_entries where sequence > 5", "missing"),
    ],
)
async def test_roots_and_ends_are_signed(chain: Place, intruder: Intruder, statement: str, kind: str) -> None:
    intruder.run(statement)
    found = await verdict(chain)
    assert kind in {one.kind for one in found.faults}


async def test_nobody_but_an_intruder_can_change_or_remove_an_entry(chain: Place) -> None:
    database = chain.platform.database
    for change in (
        "update audit_entries set action = 'x'",
        "update audit_entries set sequence = null, hash = null",
        "delete from audit_entries",
        "update audit_roots set sequence = 1",
        "delete from audit_roots",
    ):
        for begin in (lambda: database.begin(chain.actor()), database.begin_system):
            with pytest.raises(DBAPIError, match="append-only"):
                async with begin() as uow:
                    await uow.execute(text(change))


async def test_what_a_rule_lets_go_leaves_a_chain_that_holds(chain: Place, intruder: Intruder) -> None:
    chain.clock.move(days=10)
    await note(chain, 99)
    await chain_waiting(chain.platform)
    assert await forget_old(chain.platform, keep_days=0) == 0
    assert await forget_old(chain.platform, keep_days=7) >= ENTRIES
    found = await verdict(chain)
    assert (found.holds, found.entries, found.first, found.removed_to) == (True, 1, ENTRIES + 1, ENTRIES)
    assert await forget_old(chain.platform, keep_days=7) == 0
    intruder.run("delete from audit_roots where kind = 'removed'")
    assert ("missing", 1) in located(await verdict(chain)), "what went without a signed root is missing"


async def test_a_day_is_signed_once_and_only_where_something_happened(chain: Place) -> None:
    assert await sign_day(chain.platform) > 0
    assert await sign_day(chain.platform) == 0
    chain.clock.move(days=1)
    assert await sign_day(chain.platform) == 0
    await note(chain, 1)
    await chain_waiting(chain.platform)
    assert await sign_day(chain.platform) == 1
    async with chain.platform.database.begin_system() as uow:
        days = (await uow.execute(text("select day from audit_roots order by sequence desc limit 1"))).scalar_one()
    assert days == (chain.clock() - timedelta(days=1)).date()


async def test_a_change_that_is_taken_back_leaves_no_entry(chain: Place) -> None:
    class Oops(Exception):
        pass

    with pytest.raises(Oops):
        async with chain.platform.database.begin(chain.actor()) as uow:
            uow.audit("test.done", "never")
            raise Oops
    assert (await verdict(chain)).waiting == 0


async def test_organisations_have_chains_of_their_own(chain: Place, intruder: Intruder) -> None:
    other = new_id()
    async with chain.platform.database.begin_system() as uow:
        uow.audit("test.done", "elsewhere", actor=nobody(other))
    await chain_waiting(chain.platform)
    intruder.run("update audit_entries set subject = 'x' where organisation_id = %s", other)
    assert (await verdict(chain)).holds
    assert not (await verify_chain(chain.platform, organisation_id=other)).holds
    async with chain.platform.database.begin(chain.actor()) as uow:
        seen = (await uow.execute(text("select distinct organisation_id from audit_entries"))).scalars().all()
    assert seen == [chain.organisation.id]
