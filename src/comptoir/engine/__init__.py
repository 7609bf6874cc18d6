"""ClickHouse behind one port: client, embedded host, tables as data, budgets."""
