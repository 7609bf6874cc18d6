"""Show customers, with or without what is personal, and find them by it."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.connectors.sdk.canonical import Person
from comptoir.domains.customers import repository
from comptoir.domains.customers.contracts import CustomerView, FoundCustomer
from comptoir.platform.database.unit_of_work import UnitOfWork

_NOBODY = Person()


async def views(uow: UnitOfWork, *, ids: Sequence[UUID], personal: bool) -> dict[UUID, CustomerView]:
    """Return customers by id."""
    rows = await repository.load(uow, ids=ids)
    persons = await repository.open_persons(uow, ids=ids) if personal else {}
    uow.audit_read(persons)
    firsts = await repository.first_ordered(uow, ids=ids)
    found: dict[UUID, CustomerView] = {}
    for customer_id, row in rows.items():
        person = persons.get(customer_id, _NOBODY)
        fields = dict(zip(repository.CUSTOMER, row, strict=True))
        first_order_id, first_ordered_at = firsts[customer_id]
        found[customer_id] = CustomerView(
            id=customer_id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            company=person.company,
            address_lines=person.address_lines,
            postal_code=person.postal_code,
            city=_text(fields["city"]),
            region=_text(fields["region"]),
            country=_text(fields["country"]),
            first_order_id=first_order_id,
            first_ordered_at=first_ordered_at,
        )
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


async def search(uow: UnitOfWork, *, query: str, limit: int) -> list[FoundCustomer]:
    """Return the customers that match all words of ``query``."""
    tokens = uow.secrets.search_tokens(uow.actor.organisation_id, query)
    if not tokens:
        return []
    found = await views(uow, ids=await repository.matching(uow, tokens=tokens, limit=limit), personal=True)
    ordered = sorted(found.values(), key=lambda view: (view.name or view.email or "", view.id))
    return [FoundCustomer(view.id, view.name, view.email, view.country, view.first_ordered_at) for view in ordered]
