"""What organisations demand of whoever signs in, for those who are being recognised."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import Policy
from comptoir.foundation.identity.contracts import Grant
from comptoir.platform.database.unit_of_work import UnitOfWork

_NONE = Policy()


@dataclass(frozen=True, slots=True)
class Demands:
    """The policies of some organisations, and who of their people has a second step."""

    policies: Mapping[UUID, Policy]
    enrolled: frozenset[UUID]

    def networks(self, organisation_id: UUID, grant: Grant | None) -> tuple[tuple[str, ...], ...]:
        """Return the lists of ranges that an address must be in."""
        return self.policies.get(organisation_id, _NONE).networks_of(grant.role if grant else None)

    def is_enrolment_due(self, user_id: UUID, organisation_id: UUID, grant: Grant) -> bool:
        """Return whether a second step is demanded of a person who has none."""
        return grant.role in self.policies.get(organisation_id, _NONE).roles and user_id not in self.enrolled


async def demands_of(uow: UnitOfWork, places: Collection[tuple[UUID | None, UUID, Grant | None]]) -> Demands:
    """Return what holds for people at their places: (person, organisation, what they hold). One statement for most."""
    policies = await factors.policies(uow, organisations={organisation_id for _, organisation_id, _ in places})
    asked = {
        user_id
        for user_id, organisation_id, grant in places
        if user_id and grant and grant.role in policies.get(organisation_id, _NONE).roles
    }
    return Demands(policies, await factors.enrolled_among(uow, users=asked) if asked else frozenset())
