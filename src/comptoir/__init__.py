"""Comptoir, the business panel of a merchant. Owns the version number; imports nothing, so that starting stays quick."""

__version__ = "0.1.0"
