"""Integrations: what comes in on request. For now imports of files."""
