"""Whole processes and engines killed while orders arrive."""
