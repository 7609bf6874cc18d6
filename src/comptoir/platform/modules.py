"""The list of modules as the platform needs it: which tables exist in either engine. Named, because it lies above."""

import importlib
from typing import Any

MODULES = "comptoir.roles.assemble:MODULES"
# Tables of the platform itself.
OWN_TABLES = ("comptoir.platform.outbox",)


def named(dotted: str) -> Any:
    """Return what ``"package.module:attribute"`` names."""
    module, _, attribute = dotted.partition(":")
    return getattr(importlib.import_module(module), attribute)


def load_tables() -> None:
    """Import every module that declares PostgreSQL tables, so that the shared metadata is complete."""
    for name in OWN_TABLES:
        importlib.import_module(name)
    for module in named(MODULES):
        for name in module.tables:
            importlib.import_module(name)


def projections() -> tuple[Any, ...]:
    """Return the warehouse tables of all modules, in the order of the list."""
    return tuple(table for module in named(MODULES) for table in module.projections)
