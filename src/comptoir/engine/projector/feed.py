"""What a module declares so that its rows reach the warehouse: feeds and roll-ups, as data.

Owns the shapes and the list of declared feeds (as ``metadata`` is the list of tables). Must not run anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from comptoir.engine.schema import WarehouseTable

# The changes of one batch, as every feed's SQL may read them: a temporary table of the projecting transaction.
# One row an outbox row: several may name one key, so read it with IN, EXISTS or DISTINCT.
PROJECTING = "projecting"
PROJECTING_DDL = (
    f"create temporary table if not exists {PROJECTING} "
    "(id bigint, organisation_id uuid, kind text, key uuid, store_id uuid, revision bigint, days date[]) "
    "on commit delete rows"
)


@dataclass(frozen=True, slots=True)
class Rollup:
    """Sums of a fact over groups, rebuilt bucket by bucket. Expressions are ClickHouse SQL over the source's columns.

    ``groups`` and ``measures`` map the columns of ``table`` (all but its version) to expressions; a measure is an
    aggregate of which a group that vanished keeps zero.
    """

    table: WarehouseTable
    source: WarehouseTable
    groups: Mapping[str, str]
    measures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """Something PostgreSQL's own tables must agree on, from what the source said to what is fed to the warehouse.

    ``sql`` gives (organisation, store, day or null, left text, right text) for every place where the two differ.
    """

    name: str
    places: tuple[str, str]
    sql: str


@dataclass(frozen=True, slots=True)
class Feed:
    """How rows of PostgreSQL become rows of one warehouse table.

    ``rows``     SELECT of all columns but version and flag, under the warehouse's names; ``{scope}`` stands where a
                 predicate goes.
    ``changed``  the predicate for the keys of ``projecting``.
    ``gone``     SELECT of the table's sorting key, column by column, that must not be current any more after this batch.
    ``buckets``  SELECT of (store, day) that this batch touches; None for tables that are not facts.
    ``after``    statement run in the transaction that marks the batch done.
    ``key``      the column that outbox rows of the kind name.
    ``sums``     amount columns that checksums show beside count and hash.
    ``checks``   what reconciling looks at before it compares engines.
    ``shared``   the rows belong to all organisations.
    """

    kind: str
    table: WarehouseTable
    rows: str
    changed: str
    key: str
    gone: str | None = None
    buckets: str | None = None
    after: str | None = None
    rollups: tuple[Rollup, ...] = ()
    sums: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    shared: bool = False

    def columns(self) -> tuple[str, ...]:
        """Return the columns that ``rows`` selects, in the table's order."""
        return tuple(name for name in self.table.column_names() if name not in (self.table.version, self.table.deleted))

    @property
    def is_fact(self) -> bool:
        """Whether rows lie in (store, day) buckets."""
        return self.buckets is not None


@dataclass(slots=True)
class FeedRegistry:
    """Feeds by kind, in the order of their declaration."""

    _feeds: dict[str, Feed] = field(default_factory=dict)

    def declare(self, feed: Feed) -> Feed:
        """Add a feed; two of one kind are a programming error."""
        if feed.kind in self._feeds and self._feeds[feed.kind] != feed:
            raise ValueError(f"two feeds of the kind {feed.kind}")
        self._feeds[feed.kind] = feed
        return feed

    def all(self) -> tuple[Feed, ...]:
        """Return every declared feed."""
        return tuple(self._feeds.values())

    def by_kind(self) -> Mapping[str, Feed]:
        """Return the feeds by the kind of their outbox rows."""
        return MappingProxyType(self._feeds)


feeds = FeedRegistry()
