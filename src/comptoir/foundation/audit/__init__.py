"""Audit: who did, read and was refused what, chained so that a change shows."""
