"""The only list of modules."""

from comptoir.manifest import Module

MODULES: tuple[Module, ...] = ()
