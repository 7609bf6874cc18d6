"""What ClickHouse's errors mean: budgets are named, a full disk is retryable, the rest says what was said."""

import pytest

from comptoir.engine.errors import Busy, QueryFailed, WarehouseMissing, explained, told_at_the_end
from comptoir.kernel.errors import OverBudget
from comptoir.platform.engines.errors import StorageFull

SAID = "Received ClickHouse exception, code: {0}, server response: Code: {0}. DB::Exception: It went wrong. (NAME) (version 26.9)"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (159, OverBudget),
        (241, OverBudget),
        (158, OverBudget),
        (396, OverBudget),
        (202, Busy),
        (60, WarehouseMissing),
        (243, StorageFull),
        (47, QueryFailed),
        (None, QueryFailed),
    ],
)
def test_codes_become_errors(code, kind):
    error = explained(code, SAID.format(code))
    assert type(error) is kind
    assert "version 26.9" not in error.sentence()


def test_a_budget_names_its_setting():
    assert "max_execution_time" in explained(159, SAID.format(159)).message


def test_an_error_at_the_end_of_an_answer_is_found():
    tail = b"1,2\n\r\n__exception__\r\n0123\r\nCode: 159. DB::Exception: too slow (version 1)\n40 0123\r\n__exception__\r\n"
    assert isinstance(told_at_the_end(tail), OverBudget)
    assert told_at_the_end(b"1,2\n3,4\n") is None
