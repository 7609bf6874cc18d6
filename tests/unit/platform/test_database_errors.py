"""What failures of PostgreSQL mean to whoever asked."""

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from comptoir.kernel.errors import Unavailable
from comptoir.platform.database.connect import errors_named


def test_no_free_connection_asks_to_come_again() -> None:
    with pytest.raises(Unavailable) as caught, errors_named():
        raise PoolTimeout("QueuePool limit of size 8 overflow 8 reached")
    assert (caught.value.code, caught.value.status, caught.value.retryable) == ("no_connection_free", 503, True)
    assert "QueuePool" not in caught.value.sentence()
