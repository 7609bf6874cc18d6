"""Backups of a home: one file with the database, the stored files and the wrapped key, and the way back from it."""
