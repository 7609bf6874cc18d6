"""Shopify's customer CSV → canonical customers. Older exports name address columns without ``Default Address``."""

from collections.abc import Iterable, Sequence

from comptoir.connectors.sdk.canonical import Address, CustomerRecord, Person
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.fixed import Header, fixed
from comptoir.connectors.sdk.formats import (
    Built,
    Options,
    Outcome,
    Recognition,
    Reject,
    Subject,
    TableFormat,
    recognise_columns,
)
from comptoir.connectors.sdk.words import country_code, flag, identifier, split_tags

_COLUMNS = {
    "id": ("Customer ID",),
    "first": ("First Name",),
    "last": ("Last Name",),
    "email": ("Email",),
    "phone": ("Phone", "Default Address Phone"),
    "marketing": ("Accepts Email Marketing", "Accepts Marketing"),
    "company": ("Default Address Company", "Company"),
    "street1": ("Default Address Address1", "Address1"),
    "street2": ("Default Address Address2", "Address2"),
    "city": ("Default Address City", "City"),
    "region": ("Default Address Province Code", "Province Code", "Province"),
    "country": ("Default Address Country Code", "Country Code", "Country"),
    "zip": ("Default Address Zip", "Zip"),
    "tags": ("Tags",),
}


def recognise(columns: Sequence[str]) -> Recognition:
    """The export has ``Total Spent`` and ``Total Orders`` beside names and e-mail addresses."""
    return recognise_columns(
        columns,
        required=("First Name", "Last Name", "Email", "Total Spent", "Total Orders"),
        telling=("Tax Exempt", "Accepts Email Marketing", "Accepts Marketing", "Default Address Zip"),
        label="Shopify customer",
    )


class CustomerNormaliser:
    """Builds one customer a row."""

    def __init__(self, header: Header, options: Options) -> None:
        del options
        self._read = header.readers(_COLUMNS)

    def key(self, cells: Sequence[str]) -> str:
        """Return the customer id, else the e-mail address."""
        return identifier(self._read["id"](cells)) or self._read["email"](cells).lower()

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the customer of the last row; the rows before it are named as repeated."""
        for row in rows[:-1]:
            yield Reject(row.line, "a later row describes the same customer", "", tuple(row.cells))
        yield Built(self._customer(rows[-1].cells))

    def _customer(self, cells: Sequence[str]) -> CustomerRecord:
        read = {name: reader(cells) for name, reader in self._read.items()}
        country = country_code(read["country"])
        place = (country, read["region"] or None, read["city"] or None)
        return CustomerRecord(
            source_id=identifier(read["id"]),
            person=Person(
                name=" ".join(part for part in (read["first"], read["last"]) if part) or None,
                email=read["email"] or None,
                phone=identifier(read["phone"]),
                address_lines=tuple(street for street in (read["street1"], read["street2"]) if street),
                postal_code=identifier(read["zip"]),
                company=read["company"] or None,
            ),
            address=Address(*place) if any(place) else None,
            accepts_marketing=flag(read["marketing"]),
            tags=split_tags(read["tags"]),
        )


SHOPIFY_CUSTOMERS = TableFormat(
    key="shopify-customers",
    label="Shopify customers",
    subject=Subject.CUSTOMERS,
    recognise=recognise,
    survey=fixed(CustomerNormaliser),
)
