"""Rights over customers, and the built-in roles that hold them from the start."""

from comptoir.kernel.actor import Actor
from comptoir.manifest import ColumnGroup, Permission

CUSTOMERS_READ = "customers:read"
CUSTOMERS_PII = "customers:pii"
CUSTOMERS_WRITE = "customers:write"

PERSONAL = ColumnGroup(
    "personal", "Personal data", "Names, e-mail addresses, telephone numbers and postal addresses of customers"
)
COLUMNS = (PERSONAL,)

PERMISSIONS = (
    Permission(
        CUSTOMERS_READ,
        "See customers without names or addresses",
        frozenset({"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"}),
    ),
    Permission(
        CUSTOMERS_PII,
        "See and search names, e-mail addresses, telephone numbers and postal addresses",
        frozenset({"owner", "admin", "operations", "sales"}),
    ),
    Permission(CUSTOMERS_WRITE, "Import customers", frozenset({"owner", "admin", "operations"})),
)


def may_see_people(actor: Actor) -> bool:
    """Return whether names, addresses and the like may leave: by permission, and by the rules of columns."""
    return actor.may(CUSTOMERS_PII) and actor.may_see_column(PERSONAL.key)


def require_people(actor: Actor, *, name: str) -> None:
    """Raise ``Forbidden`` unless personal data may leave; ``name`` is the column or document that holds them."""
    actor.require(CUSTOMERS_PII)
    actor.require_column(PERSONAL.key, name=name)
