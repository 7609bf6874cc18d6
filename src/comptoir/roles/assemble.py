"""The only list of modules."""

from comptoir.composed.upkeep.module import MODULE as UPKEEP
from comptoir.foundation.identity import permissions
from comptoir.foundation.identity.module import MODULE as IDENTITY
from comptoir.manifest import Module
from comptoir.roles.ingest.module import MODULE as INGEST
from comptoir.roles.module import MODULE as PROCESSES

MODULES: tuple[Module, ...] = (
    PROCESSES,
    IDENTITY,
    UPKEEP,
    INGEST,
)

permissions.declare(permission for module in MODULES for permission in module.permissions)
