"""Reading rate files and deciding what an import may change. No I/O beyond the text it is given."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from comptoir.domains.finance.contracts import Rate
from comptoir.domains.finance.errors import UnreadableRates

REFERENCE_SET = "ecb"
REFERENCE_SOURCE = "European Central Bank, euro foreign exchange reference rates"


def parse_rates(text: str) -> Iterator[Rate]:
    """Yield the rates of a CSV: either wide (``Date,USD,JPY…`` as the ECB publishes it) or long (``day,currency,rate``).

    Rates are units of the currency for one EUR. "N/A" and empty cells say nothing. Raises ``UnreadableRates``.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = [name.strip() for name in next(rows, [])]
    lowered = [name.lower() for name in header]
    if {"day", "currency", "rate"} <= set(lowered):
        positions = [lowered.index(name) for name in ("day", "currency", "rate")]
        for number, row in enumerate(rows, start=2):
            if row:
                yield _long_rate(row, positions, number)
    elif lowered and lowered[0] == "date" and len(header) > 1:
        for number, row in enumerate(rows, start=2):
            yield from _wide_rates(header, row, number)
    else:
        raise UnreadableRates(
            f"The first line is {','.join(header)[:80]!r}.",
            hint="Give a CSV with the columns day, currency, rate, or the file of reference rates the ECB publishes.",
        )


def _long_rate(row: list[str], positions: list[int], number: int) -> Rate:
    try:
        day, currency, rate = (row[position].strip() for position in positions)
    except IndexError as error:
        raise UnreadableRates(f"Line {number} has {len(row)} cells, fewer than its header.") from error
    return Rate(_currency(currency, number), _day(day, number), _rate(rate, number))


def _wide_rates(header: list[str], row: list[str], number: int) -> Iterator[Rate]:
    if not row:
        return
    day = _day(row[0].strip(), number)
    for currency, cell in zip(header[1:], row[1:], strict=False):
        value = cell.strip()
        if currency and value and value != "N/A":
            yield Rate(_currency(currency, number), day, _rate(value, number))


def _currency(text: str, number: int) -> str:
    if len(text) != 3 or not text.isascii() or not text.isupper():
        raise UnreadableRates(f"Line {number}: {text[:20]!r} is not a currency code such as USD.")
    return text


def _day(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableRates(f"Line {number}: {text[:20]!r} is not a day such as 2026-10-30.") from error


def _rate(text: str, number: int) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation as error:
        raise UnreadableRates(f"Line {number}: {text[:20]!r} is not a number.") from error
    if not rate.is_finite() or not Decimal("1e-9") < rate < Decimal("1e11"):
        raise UnreadableRates(f"Line {number}: a rate of {text[:20]} is out of range.")
    return rate


def sort_out(
    rates: Iterable[Rate], published: Mapping[tuple[str, date], Decimal]
) -> tuple[list[Rate], list[Rate], list[Rate]]:
    """Split rates into (new, unchanged, differing): a published rate is never changed, only days without one."""
    new: dict[tuple[str, date], Rate] = {}
    unchanged: list[Rate] = []
    differing: list[Rate] = []
    for rate in rates:
        known = published.get((rate.currency, rate.day), None)
        if known is None:
            new[rate.currency, rate.day] = rate
        elif known == rate.rate:
            unchanged.append(rate)
        else:
            differing.append(rate)
    return list(new.values()), unchanged, differing
