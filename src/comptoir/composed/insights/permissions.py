"""Rights over figures."""

from comptoir.domains.commerce.permissions import COSTS_READ
from comptoir.manifest import Permission

ANALYTICS_READ = "analytics:read"

PERMISSIONS = (
    Permission(
        key=ANALYTICS_READ,
        description="Ask for sales figures, their explanation and the impersonal rows behind them.",
        roles=frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"}),
    ),
    Permission(
        key=COSTS_READ,
        description="See costs, profit and margin.",
        roles=frozenset({"owner", "admin", "marketing", "operations", "finance"}),
    ),
)
