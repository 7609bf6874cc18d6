"""Boards, their versions and marks, and the notes on days, as PostgreSQL holds them. Nothing personal.

Documents are JSON that was checked before it came here. A person's id stays after the person has left.
"""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.platform.database.metadata import instant, tenant_table, text


def _board() -> Column[object]:
    return Column("board_id", Uuid, ForeignKey("boards.id", ondelete="CASCADE"), nullable=False)


boards = tenant_table(
    "boards",
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid),  # null: the host made it
    text("name", nullable=False),
    text("description"),
    text("visibility", nullable=False),  # personal, shared, organisation
    Column("roles", ARRAY(Text), nullable=False),  # those a shared board is shared with
    text("template"),  # key of the template it began as
    Column("document", JSONB, nullable=False),
    Column("tiles", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    instant("created_at"),
    instant("saved_at"),
    Column("saved_by", Uuid),
    instant("deleted_at", nullable=True),
    CheckConstraint("visibility in ('personal', 'shared', 'organisation')", name="visibility"),
    Index("ix_boards_organisation", "organisation_id"),
)

board_versions = tenant_table(
    "board_versions",
    _board(),
    Column("version", Integer, nullable=False),
    Column("document", JSONB, nullable=False),
    text("summary", nullable=False),
    instant("saved_at"),
    Column("saved_by", Uuid),
    PrimaryKeyConstraint("board_id", "version"),
)

board_favourites = tenant_table(
    "board_favourites",
    Column("user_id", Uuid, nullable=False),
    _board(),
    instant("created_at"),
    PrimaryKeyConstraint("user_id", "board_id"),
    Index("ix_board_favourites_board_id", "board_id"),
)

board_homes = tenant_table(
    "board_homes",
    Column("user_id", Uuid, nullable=False),
    _board(),
    PrimaryKeyConstraint("organisation_id", "user_id"),
    Index("ix_board_homes_board_id", "board_id"),
)

board_role_defaults = tenant_table(
    "board_role_defaults",
    text("role", nullable=False),
    _board(),
    PrimaryKeyConstraint("organisation_id", "role"),
    Index("ix_board_role_defaults_board_id", "board_id"),
)

annotations = tenant_table(
    "annotations",
    Column("id", Uuid, primary_key=True),
    Column("day", Date, nullable=False),
    Column("until", Date),  # null: one day
    text("text", nullable=False),
    text("kind", nullable=False),  # note, campaign, holiday, stock_out
    Column("stores", ARRAY(Uuid), nullable=False),  # none: all stores
    Column("created_by", Uuid),
    instant("created_at"),
    instant("changed_at"),
    CheckConstraint("kind in ('note', 'campaign', 'holiday', 'stock_out')", name="kind"),
    CheckConstraint("until is null or until >= day", name="days"),
    Index("ix_annotations_days", "organisation_id", "day"),
)
