"""The only SQL of orders: revisions, current rows, entries, lists and search."""
