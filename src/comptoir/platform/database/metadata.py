"""The one table registry and the column kinds every module uses. Owns no table itself."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, Numeric, Table, Text, Uuid
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AMOUNT = Numeric(20, 6)
INSTANT = DateTime(timezone=True)


def tenant_table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """Declare a table whose rows belong to one organisation; migration forces row-level security on it."""
    owner = Column("organisation_id", Uuid, nullable=False)
    return Table(name, metadata, owner, *items, info={"tenant": True}, **options)


def shared_table(name: str, *items: SchemaItem) -> Table:
    """Declare a table that no organisation owns: reference data and the product's own bookkeeping."""
    return Table(name, metadata, *items, info={"tenant": False})


def amount(name: str, *, nullable: bool = False) -> Column[object]:
    """Money or quantity with six decimals; not null defaults to zero."""
    return Column(name, AMOUNT, nullable=nullable, server_default=None if nullable else "0")


def instant(name: str, *, nullable: bool = False) -> Column[object]:
    """An aware instant."""
    return Column(name, INSTANT, nullable=nullable)


def text(name: str, *, nullable: bool = True) -> Column[object]:
    """Text without personal content; unknown is null."""
    return Column(name, Text, nullable=nullable)


def sealed(name: str, *, nullable: bool = True) -> Column[object]:
    """Encrypted bytes of personal content, tagged so that checks find every place it may rest."""
    return Column(name, LargeBinary, nullable=nullable, info={"personal": True})


def revision(name: str = "revision") -> Column[object]:
    """A value of the global monotonic revision sequence."""
    return Column(name, BigInteger, nullable=False)
