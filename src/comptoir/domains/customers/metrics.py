"""Dimensions of buyers. Surrogate keys only: names and addresses never reach the warehouse."""

from comptoir.semantic.vocabulary import DataType, Declarations, Dimension, Lookup

_OWNER = "customers"
_FIRST_ORDERS = "SELECT first_order FROM customers FINAL WHERE organisation = {organisation:UUID}"


def _since(key: str, label: str, description: str, *, day: str) -> Dimension:
    """When somebody became a customer, over all stores of the organisation, as 2025-01-31."""
    lookup = Lookup(table="customers", key="customer", column=f"toNullable(toString({day}))")
    return Dimension(
        key=key, label=label, description=description, expressions={"sales": "customer"}, lookup=lookup, owner=_OWNER
    )


DIMENSIONS = (
    Dimension(
        key="customer",
        label="Customer",
        description="Surrogate id of the buyer; null is a guest",
        expressions={"sales": "customer"},
        type=DataType.UUID,
        permission="customers:read",
        owner=_OWNER,
    ),
    Dimension(
        key="customer_type",
        label="Customer type",
        description="new: the order is the buyer's first in the organisation; returning; guest",
        expressions={
            "sales": f"multiIf(customer IS NULL, 'guest', \"order\" IN ({_FIRST_ORDERS}), 'new', 'returning')",
        },
        owner=_OWNER,
    ),
    _since("customer_since", "Customer since", "Store day of the buyer's first order that counts", day="first_day"),
    _since(
        "customer_since_organisation",
        "Customer since, organisation's day",
        "Organisation day of the buyer's first order that counts",
        day="first_organisation_day",
    ),
    _since(
        "customer_cohort",
        "Cohort",
        "First day of the month of the buyer's first order that counts, by the store's days",
        day="toStartOfMonth(first_day)",
    ),
    _since(
        "customer_cohort_organisation",
        "Cohort, organisation's day",
        "First day of the month of the buyer's first order that counts, by the organisation's days",
        day="toStartOfMonth(first_organisation_day)",
    ),
    Dimension(
        key="customer_country_current",
        label="Customer's country now",
        description="Country of the buyer as known now",
        expressions={"sales": "customer"},
        lookup=Lookup(table="customers", key="customer", column="country"),
        owner=_OWNER,
    ),
)

DECLARATIONS = Declarations(dimensions=DIMENSIONS)
