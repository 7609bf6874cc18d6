"""Definitions and targets in SQL."""
