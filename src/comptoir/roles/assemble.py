"""The only list of modules."""

from comptoir.composed.boards.module import MODULE as BOARDS
from comptoir.composed.definitions.module import MODULE as DEFINITIONS
from comptoir.composed.deliveries.module import MODULE as DELIVERIES
from comptoir.composed.demo.module import MODULE as DEMO
from comptoir.composed.insights.module import MODULE as INSIGHTS
from comptoir.composed.integrations.module import MODULE as INTEGRATIONS
from comptoir.composed.members.module import MODULE as MEMBERS
from comptoir.composed.rankings.module import MODULE as RANKINGS
from comptoir.composed.storefronts.module import MODULE as STOREFRONTS
from comptoir.composed.system.module import MODULE as SYSTEM
from comptoir.composed.upkeep.module import MODULE as UPKEEP
from comptoir.domains.commerce.module import MODULE as COMMERCE
from comptoir.domains.customers.module import MODULE as CUSTOMERS
from comptoir.domains.finance.module import MODULE as FINANCE
from comptoir.domains.orders.module import MODULE as ORDERS
from comptoir.foundation.audit.module import MODULE as AUDIT
from comptoir.foundation.factors.module import MODULE as FACTORS
from comptoir.foundation.identity import permissions
from comptoir.foundation.identity.module import MODULE as IDENTITY
from comptoir.foundation.single_sign_on.module import MODULE as SINGLE_SIGN_ON
from comptoir.manifest import Module
from comptoir.roles.admin.module import MODULE as ADMIN
from comptoir.roles.ingest.module import MODULE as INGEST
from comptoir.roles.module import MODULE as PROCESSES

MODULES: tuple[Module, ...] = (
    PROCESSES,
    IDENTITY,
    FACTORS,
    SINGLE_SIGN_ON,
    AUDIT,
    COMMERCE,
    CUSTOMERS,
    FINANCE,
    ORDERS,
    INSIGHTS,
    BOARDS,
    DEFINITIONS,
    INTEGRATIONS,
    MEMBERS,
    STOREFRONTS,
    RANKINGS,
    DELIVERIES,
    UPKEEP,
    SYSTEM,
    DEMO,
    INGEST,
    ADMIN,
)

permissions.declare(permission for module in MODULES for permission in module.permissions)
permissions.declare_columns(group for module in MODULES for group in module.columns)
