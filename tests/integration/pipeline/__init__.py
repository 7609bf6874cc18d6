"""From a change in PostgreSQL to a figure in the warehouse, on real engines."""
