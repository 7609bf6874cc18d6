"""Revisions of the PostgreSQL schema, run by Alembic as the owner."""
