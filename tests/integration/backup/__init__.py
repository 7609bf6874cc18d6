"""Backups through real engines."""
