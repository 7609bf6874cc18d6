"""What one caller may ask for: buckets, groups, rows, seconds, memory. Refused before it runs where it can be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comptoir.kernel.errors import OverBudget
from comptoir.platform.warehouse import Budget
from comptoir.semantic.calendar import count_buckets
from comptoir.semantic.plan import Plan

GIGABYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Allowance:
    """The budget of one kind of caller. ``groups`` are groups of any aggregation, partial ones included."""

    buckets: int
    groups: int
    rows: int
    cost: Budget

    @property
    def settings(self) -> Mapping[str, object]:
        """Return the engine's settings that enforce what cannot be known before."""
        return {"max_rows_to_group_by": self.groups, "group_by_overflow_mode": "throw"}


SCREEN = Allowance(buckets=20_000, groups=1_000_000, rows=50_000, cost=Budget(seconds=30, memory_bytes=2 * GIGABYTE))
COMMAND = Allowance(
    buckets=100_000, groups=4_000_000, rows=1_000_000, cost=Budget(seconds=120, memory_bytes=3 * GIGABYTE)
)
EXPORT = Allowance(
    buckets=200_000, groups=8_000_000, rows=10_000_000, cost=Budget(seconds=600, memory_bytes=3 * GIGABYTE)
)

ALLOWANCES: Mapping[str, Allowance] = MappingProxyType({"cli": COMMAND, "job": COMMAND, "system": COMMAND})


def allowance_of(client: str) -> Allowance:
    """Return the budget of a client: web, api, cli, job, system."""
    return ALLOWANCES.get(client, SCREEN)


def check_budget(plan: Plan, *, allowance: Allowance) -> Plan:
    """Return the plan or raise ``OverBudget`` naming the budget."""
    query = plan.query
    if query.limit > allowance.rows:
        raise OverBudget(
            f"limit {query.limit:,} is over the budget of {allowance.rows:,} rows for one answer.",
            hint="Ask for fewer rows, or use /query/export.",
            field="limit",
        )
    if query.grain and query.range:
        count = count_buckets(query.range, query.grain, plan.tenant.calendar)
        if count > allowance.buckets:
            raise OverBudget(
                f"{query.range.days:,} days by {query.grain} are {count:,} buckets, over the budget of {allowance.buckets:,} buckets.",
                hint="Take a shorter range or a wider grain.",
                field="grain",
            )
    return plan


def too_many_groups(allowance: Allowance) -> OverBudget:
    """Return the error for an aggregation that grew over its budget."""
    return OverBudget(
        f"The answer needs more than {allowance.groups:,} groups, the budget of groups for this caller.",
        hint="Take fewer dimensions, a wider grain, a shorter range, or a filter.",
        field="dimensions",
    )
