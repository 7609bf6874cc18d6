"""What must hold for every transactions file, whatever stands in it."""

import random
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from comptoir.connectors.sdk.amounts import spread, without_tax
from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.connectors.sdk.formats import Built, Reject
from tests.unit.connectors.reading import outcomes, write

money = st.decimals(min_value=0, max_value=10_000, places=4)
rows = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "C4"]),
        st.sampled_from(["2024-05-01", "2024-05-02 10:00", "2024-06-01"]),
        st.sampled_from(["A", "B", ""]),
        st.integers(-3, 5).filter(bool),
        st.decimals(min_value=0, max_value=500, places=2),
        st.sampled_from(["DE", "FR", ""]),
        st.sampled_from(["u1", "u2", ""]),
    ),
    min_size=1,
    max_size=30,
)
HEADER = "order id,date,sku,quantity,price,country,customer id\n"


def lines(content: list[tuple[object, ...]]) -> list[str]:
    return [",".join(map(str, row)) + "\n" for row in content]


def read(content: list[str], *, in_memory: int = 1 << 30) -> dict[str, OrderRecord]:
    """The orders with their lines in a fixed order and without their place in the file."""
    with tempfile.TemporaryDirectory() as directory:
        found = outcomes(write(Path(directory), HEADER + "".join(content)), "transactions", in_memory=in_memory)
    assert not [outcome for outcome in found if isinstance(outcome, Reject)]
    result = {}
    for outcome in found:
        assert isinstance(outcome, Built)
        record = outcome.record
        assert isinstance(record, OrderRecord)
        plain = sorted((replace(line, source_row=None) for line in record.lines), key=lambda line: line.id)
        result[record.source_id] = replace(record, lines=tuple(plain), source_row=None)
    return result


@given(rows, st.integers(0, 10_000))
@settings(max_examples=30)
def test_the_order_of_rows_changes_nothing(content: list[tuple[object, ...]], seed: int) -> None:
    shuffled = lines(content)
    random.Random(seed).shuffle(shuffled)
    assert read(lines(content)) == read(shuffled)


@given(rows)
@settings(max_examples=25)
def test_rows_scattered_over_partitions_are_grouped_as_in_memory(content: list[tuple[object, ...]]) -> None:
    assert read(lines(content)) == read(lines(content), in_memory=0)


@given(rows)
@settings(max_examples=25)
def test_parts_of_a_file_give_the_lines_of_the_whole(content: list[tuple[object, ...]]) -> None:
    """Of rows that are one line by the rule (order, date, sku, sign, price) only one is taken: parts cannot tell them apart."""
    known = {(row[0], row[1], row[2], int(str(row[3])) > 0, row[4]): row for row in content}
    unique = lines(list(known.values()))
    whole = read(unique)
    halves = [read(part) for part in (unique[: len(unique) // 2], unique[len(unique) // 2 :]) if part]
    together: dict[str, set[str]] = defaultdict(set)
    for half in halves:
        for order, record in half.items():
            together[order] |= {line.id for line in record.lines}
    assert together == {order: {line.id for line in record.lines} for order, record in whole.items()}


@given(rows)
@settings(max_examples=25)
def test_the_amounts_are_those_of_the_file(content: list[tuple[object, ...]]) -> None:
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for order, _, _, quantity, price, *_ in content:
        stated[str(order)] += Decimal(str(quantity)) * Decimal(str(price))
    read_back = {order: sum(line.gross for line in record.lines) for order, record in read(lines(content)).items()}
    assert read_back == stated


@given(money, money, money)
def test_tax_taken_out_loses_nothing(gross: Decimal, discount: Decimal, tax: Decimal) -> None:
    discount = min(discount, gross)
    tax = min(tax, gross - discount)
    net = without_tax(gross, discount, tax)
    assert net.gross - net.discount + tax == gross - discount


@given(money, st.lists(money, min_size=1, max_size=12))
def test_a_spread_amount_sums_to_itself(amount: Decimal, weights: list[Decimal]) -> None:
    assert sum(spread(amount, weights)) == amount
