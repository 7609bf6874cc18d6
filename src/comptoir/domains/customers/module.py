"""Customers, the sealed person table and identity across stores: what this module brings to the product."""

from comptoir.domains.customers.permissions import COLUMNS, PERMISSIONS
from comptoir.domains.customers.projections import CUSTOMERS
from comptoir.manifest import Module

MODULE = Module(
    name="customers",
    description="Known buyers under surrogate keys; what is personal is sealed per person and found by a blind index",
    tables=("comptoir.domains.customers.tables",),
    metrics=("comptoir.domains.customers.metrics:DECLARATIONS",),
    projections=(CUSTOMERS,),
    permissions=PERMISSIONS,
    columns=COLUMNS,
    handlers={"customer": "comptoir.domains.customers.facade:apply_customers"},
    personal=("persons.document",),
)
