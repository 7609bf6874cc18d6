"""What the host reads in a statement: its kind, its format, and where an INSERT's rows begin."""

import pytest

from comptoir.engine.host.statement import Kind, parse, split_insert


@pytest.mark.parametrize(
    ("sql", "kind", "fmt"),
    [
        ("SELECT 1", Kind.READ, "TabSeparated"),
        ("  -- why\n /* so */ (SELECT 1) FORMAT Native", Kind.READ, "Native"),
        ("with 1 as x select x format CSV settings max_threads = 1", Kind.READ, "CSV"),
        ("SELECT 1\n FORMAT Native;", Kind.READ, "Native"),
        ("SELECT format('{}', 'x')", Kind.READ, "TabSeparated"),
        ("SELECT 1 AS format", Kind.READ, "TabSeparated"),
        ("SHOW TABLES", Kind.OTHER, "TabSeparated"),
        ("INSERT INTO t (a, b) FORMAT Native", Kind.INSERT, "Native"),
        ("INSERT INTO t SELECT 1", Kind.OTHER, "TabSeparated"),
        ("INSERT INTO t VALUES (1)", Kind.OTHER, "TabSeparated"),
        ("", Kind.OTHER, "TabSeparated"),
    ],
)
def test_kind_and_format(sql, kind, fmt):
    statement = parse(sql)
    assert (statement.kind, statement.fmt) == (kind, fmt)


@pytest.mark.parametrize(
    ("body", "statement", "rows"),
    [
        (b"INSERT INTO t (a) FORMAT TabSeparated\n1\n2\n", "INSERT INTO t (a) FORMAT TabSeparated", b"1\n2\n"),
        (b"insert into `d`.`t` format Native\r\n\x01\x02", "insert into `d`.`t` format Native", b"\x01\x02"),
        (
            b"INSERT INTO t SETTINGS max_threads = 1 FORMAT CSV\n1",
            "INSERT INTO t SETTINGS max_threads = 1 FORMAT CSV",
            b"1",
        ),
        (b"INSERT INTO t FORMAT Native", "INSERT INTO t FORMAT Native", b""),
    ],
)
def test_rows_behind_the_statement(body, statement, rows):
    found = split_insert(body)
    assert found is not None
    assert (found[0], body[found[1] :]) == (statement, rows)


@pytest.mark.parametrize(
    "body", [b"SELECT 1 FORMAT Native\n", b"INSERT INTO t VALUES (1)", b"INSERT INTO t SELECT 1", b""]
)
def test_no_rows_behind_other_statements(body):
    assert split_insert(body) is None


def test_files_are_named_where_the_grammar_wants_them():
    assert parse("INSERT INTO t (a) SETTINGS x = 1 FORMAT CSV").from_file("/a'b") == (
        "INSERT INTO t (a)  FROM INFILE '/a\\'b' SETTINGS x = 1 FORMAT CSV"
    )
    assert parse("SELECT 1 FORMAT Parquet").into_file("/x") == "SELECT 1 \nINTO OUTFILE '/x' TRUNCATE FORMAT Parquet"


def test_a_structure_of_its_own_is_read_from_the_file():
    sql = "INSERT INTO `d`.`t` (`a`) SELECT `a` FROM input('`a` Nullable(String)') FORMAT TabSeparated"
    assert parse(sql).from_file("/x") == (
        "INSERT INTO `d`.`t` (`a`) SELECT `a` FROM file('/x', 'TabSeparated', '`a` Nullable(String)')"
    )
