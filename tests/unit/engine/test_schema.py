"""Tables as data: rendering to ClickHouse's DDL."""

from comptoir.engine.schema import WarehouseColumn, WarehouseTable

TABLE = WarehouseTable(
    name="facts",
    description="What it's for",
    columns=(
        WarehouseColumn("key", "UUID", "Identity"),
        WarehouseColumn("version", "UInt64", "Grows"),
        WarehouseColumn("gone", "UInt8", "Deleted"),
        WarehouseColumn("twice", "UInt64", "Computed", materialized="version * 2"),
    ),
    order_by=("key",),
    version="version",
    deleted="gone",
    partition_by="intDiv(version, 10)",
)


def test_a_versioned_table_replaces_by_version_and_flag():
    ddl = TABLE.ddl(database="d")
    assert "CREATE TABLE IF NOT EXISTS `d`.`facts`" in ddl
    assert "ENGINE = ReplacingMergeTree(version, gone)" in ddl
    assert "PARTITION BY intDiv(version, 10)\nORDER BY (key)" in ddl
    assert "COMMENT 'What it\\'s for'" in ddl
    assert TABLE.column_names() == ("key", "version", "gone")


def test_inserts_wait_for_the_disk_unless_told_otherwise():
    assert "fsync_after_insert = 1" in TABLE.ddl(database="d")
    assert "fsync" not in TABLE.ddl(database="d", durable=False)
