"""The rules of identity without I/O: which references are one person, and what is known of a person together."""

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import Person

Node = TypeVar("Node")


def normal_email(person: Person | None) -> str | None:
    """Return an e-mail address as identity compares it, ``None`` when there is none."""
    email = person.email.strip().casefold() if person is not None and person.email else ""
    return email if "@" in email else None


class Groups:
    """Links that belong to one customer, joined as references name two of them together."""

    def __init__(self) -> None:
        self._above: dict[UUID, UUID] = {}

    def top(self, link: UUID) -> UUID:
        """Return the link that stands for the whole group."""
        above = self._above.setdefault(link, link)
        while above != self._above[above]:
            above = self._above[above]
        self._above[link] = above
        return above

    def join(self, one: UUID, other: UUID) -> None:
        """Make two links one customer."""
        first, second = sorted((self.top(one), self.top(other)))
        self._above[second] = first

    def members(self) -> dict[UUID, list[UUID]]:
        """Return the links of each group by the one that stands for it."""
        grouped: dict[UUID, list[UUID]] = {}
        for link in list(self._above):
            grouped.setdefault(self.top(link), []).append(link)
        return grouped


def choose(known: Iterable[UUID]) -> tuple[UUID | None, list[UUID]]:
    """Return which of several customers that are one is kept, and the others: the smallest id, whoever came first."""
    ordered = sorted(set(known))
    return (ordered[0], ordered[1:]) if ordered else (None, [])


def complete(person: Person, other: Person) -> Person:
    """Return ``person`` with what it leaves open taken from ``other``."""
    gaps = {name: getattr(other, name) for name in Person.__struct_fields__ if not getattr(person, name)}
    return replace(person, **gaps)


def searchable(person: Person) -> list[str]:
    """Return the texts a person can be found by."""
    texts = (person.name, person.email, person.phone, person.company, person.postal_code)
    return [text for text in texts if text]


def merge_persons(documents: Mapping[UUID, Person], *, kept: UUID, gone: Iterable[UUID]) -> Person | None:
    """Return what is known of a merged customer: the kept one's fields first."""
    result = documents.get(kept)
    for customer_id in gone:
        other = documents.get(customer_id)
        if other is not None:
            result = complete(result, other) if result is not None else other
    return result
