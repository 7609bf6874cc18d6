"""Row-level security holds with the application's own filter removed, for every tenant table."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comptoir.kernel.actor import Scope, system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.database.metadata import metadata
from comptoir.platform.outbox import OutboxRow, append

pytestmark = pytest.mark.engine


async def put(database, actor):
    async with database.begin(actor) as uow:
        await append(uow, [OutboxRow("sales", new_id(), None, 1)])


async def count(uow):
    return (await uow.execute(text("SELECT count(*) FROM outbox"))).scalar_one()


async def test_an_actor_sees_only_its_own_organisation(database):
    mine, other = system_actor(new_id()), system_actor(new_id())
    await put(database, mine)
    await put(database, other)
    async with database.begin(mine) as uow:
        assert await count(uow) == 1
        assert (await uow.execute(text("DELETE FROM outbox"))).rowcount == 1
    async with database.begin_system() as uow:
        assert await count(uow) == 1


async def test_nobody_set_means_no_rows(database, actor):
    await put(database, actor)
    async with database.begin(actor) as uow:
        await uow.execute(text("SELECT set_config('comptoir.organisation', '', true)"))
        assert await count(uow) == 0


async def test_a_row_of_another_organisation_cannot_be_written(database, actor):
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.begin(actor) as uow:
            await append(uow, [OutboxRow("sales", new_id(), None, 1)], organisation_id=new_id())


async def test_the_organisation_does_not_outlive_its_transaction(database, actor):
    async with database.begin(actor) as uow:
        driver = await uow.driver()
        pid = driver.info.backend_pid
    async with database.begin(system_actor(new_id())) as uow:
        assert (await uow.driver()).info.backend_pid == pid
        found = (await uow.execute(text("SELECT current_setting('comptoir.organisation', true)"))).scalar_one()
        assert found == str(uow.actor.organisation_id) != str(actor.organisation_id)


async def test_every_tenant_table_forces_its_policies(database):
    query = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity"
    )
    async with database.begin_system() as uow:
        forced = set((await uow.execute(query)).scalars())
    tenants = {table.name for table in metadata.sorted_tables if table.info.get("tenant")}
    assert tenants
    assert tenants <= forced


@pytest.mark.parametrize("role", ["comptoir_owner", "comptoir_app", "comptoir_system"])
async def test_no_role_may_pass_by_the_policies(database, role):
    query = text("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = :role")
    async with database.begin_system() as uow:
        assert tuple((await uow.execute(query, {"role": role})).one()) == (False, False, False)


async def test_the_application_owns_nothing_and_cannot_change_shapes(database, actor):
    for statement in (
        "CREATE TABLE mine (a int)",
        "ALTER TABLE outbox DISABLE ROW LEVEL SECURITY",
        "SET ROLE comptoir_system",
    ):
        with pytest.raises(DBAPIError, match=r"denied|must be owner"):
            async with database.begin(actor) as uow:
                await uow.execute(text(statement))


async def test_a_glance_sees_only_its_own_organisation(database):
    mine, other = system_actor(new_id()), system_actor(new_id())
    await put(database, mine)
    await put(database, other)
    (row,) = await database.glance(mine, "SELECT count(*) AS found FROM outbox", {})
    assert row.found == 1
    (row,) = await database.glance(other, "SELECT current_setting('comptoir.organisation', true) AS seen", {})
    assert row.seen == str(other.organisation_id)


async def test_a_glance_comes_back_after_its_connection_died(database, actor):
    (row,) = await database.glance(actor, "SELECT pg_backend_pid() AS pid", {})
    async with database.begin(actor) as uow:
        await uow.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": row.pid})
    (again,) = await database.glance(actor, "SELECT pg_backend_pid() AS pid", {})
    assert again.pid != row.pid


def limited(actor, **scope):
    return replace(actor, scope=Scope(**scope))


async def kinds(database, actor):
    async with database.begin(actor) as uow:
        return sorted((await uow.execute(text("SELECT kind FROM outbox"))).scalars())


async def test_a_statement_without_a_store_finds_only_stores_in_sight(database, actor):
    mine, other = new_id(), new_id()
    async with database.begin(actor) as uow:
        rows = [OutboxRow("mine", new_id(), mine, 1), OutboxRow("other", new_id(), other, 2)]
        await append(uow, [*rows, OutboxRow("nobody's", new_id(), None, 3)])
    assert await kinds(database, actor) == ["mine", "nobody's", "other"]
    for stores, seen in (({mine}, ["mine", "nobody's"]), (set(), ["nobody's"]), ({new_id()}, ["nobody's"])):
        assert await kinds(database, limited(actor, stores=frozenset(stores))) == seen
    (row,) = await database.glance(limited(actor, stores=frozenset({mine})), "SELECT count(*) AS found FROM outbox", {})
    assert row.found == 2


async def test_a_row_of_a_store_out_of_sight_cannot_be_written(database, actor):
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.begin(limited(actor, stores=frozenset({new_id()}))) as uow:
            await append(uow, [OutboxRow("sales", new_id(), new_id(), 1)])


async def test_what_is_worked_out_from_everything_sees_everything_and_only_then(database, actor):
    async with database.begin(actor) as uow:
        await append(uow, [OutboxRow("other", new_id(), new_id(), 1)])
    async with database.begin(limited(actor, stores=frozenset())) as uow:
        assert await count(uow) == 0
        async with uow.whole_organisation():
            assert await count(uow) == 1
        assert await count(uow) == 0


async def test_limits_that_were_never_set_mean_no_rows(database, actor):
    await put(database, actor)
    async with database.begin(actor) as uow:
        await append(uow, [OutboxRow("other", new_id(), new_id(), 1)])
        for name in ("stores", "channels", "sales_reps"):
            await uow.execute(text(f"SELECT set_config('comptoir.{name}', '', true)"))
        assert await count(uow) == 1
        assert (await uow.execute(text("SELECT count(*) FROM orders"))).scalar_one() == 0


async def test_a_representative_called_like_the_mark_of_everything_is_a_representative(database, actor):
    async with database.begin(limited(actor, sales_rep="*", channels=frozenset({"*", 'a,"b'}))) as uow:
        found = (
            await uow.execute(
                text("SELECT current_setting('comptoir.sales_reps'), current_setting('comptoir.channels')::text[]")
            )
        ).one()
    assert tuple(found) == ("{*}", ["*", 'a,"b'])


async def test_every_table_with_a_store_is_limited_by_it(database):
    query = text("SELECT tablename FROM pg_policies WHERE policyname = 'inside_scope' AND permissive = 'RESTRICTIVE'")
    async with database.begin_system() as uow:
        held = set((await uow.execute(query)).scalars())
    tables = {table.name for table in metadata.sorted_tables if "store_id" in table.c and table.info.get("tenant")}
    assert held == tables | {"stores"}
