"""The only list of modules."""

from comptoir.foundation.identity import permissions
from comptoir.foundation.identity.module import MODULE as IDENTITY
from comptoir.manifest import Module
from comptoir.roles.module import MODULE as PROCESSES

MODULES: tuple[Module, ...] = (
    PROCESSES,
    IDENTITY,
)

permissions.declare(permission for module in MODULES for permission in module.permissions)
