"""Rules of lists sorted by a figure: what may be sorted by, and where the next page begins when ranks have moved.

A list of figures is never still: an order that arrives between two pages lifts a row over others. A cursor therefore
holds the last row seen as well as its rank; the next page begins behind that row, wherever it stands by then.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from comptoir.composed.rankings.contracts import MAX_PAGE, Page
from comptoir.composed.rankings.errors import WrongList

SLACK = 50  # how far a row may fall between two pages and still be found

Key = tuple[str | None, ...]


class Cursor(Struct, frozen=True, array_like=True):
    """A place in a list: the sort it belongs to, the rank to begin at, and the row before it."""

    sort: str
    rank: int
    after: Key | None = None


class Slice(Struct, frozen=True):
    """Which ranks a page shows, and the cursors of its neighbours."""

    start: int
    end: int
    next_cursor: str | None
    previous_cursor: str | None


def checked_sort(sort: str, *, known: Sequence[str]) -> str:
    """Return the sort or raise ``WrongList`` with those there are."""
    if sort.removeprefix("-") not in known:
        raise WrongList(f"The list cannot be sorted by {sort!r}.", suggestions=tuple(known), field="sort")
    return sort


def checked_choice(value: str, *, of: Sequence[str], field: str) -> str:
    """Return a choice or raise ``WrongList`` with those there are."""
    if value not in of:
        raise WrongList(f"{field} cannot be {value!r}.", hint=f"It is one of {', '.join(of)}.", field=field)
    return value


def place_of(page: Page) -> Cursor:
    """Return where a page begins. Raises ``WrongList`` for a cursor that another list or sort gave out."""
    if not page.cursor:
        return Cursor(page.sort, 0)
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(page.cursor.encode()), type=Cursor)
    except (msgspec.DecodeError, msgspec.ValidationError, binascii.Error, ValueError) as error:
        raise WrongList("This cursor was not given out by this list.", field="cursor") from error
    if found.sort != page.sort or found.rank < 0:
        raise WrongList("This cursor belongs to another sort.", hint="Start again without it.", field="cursor")
    return found


def limit_of(page: Page) -> int:
    """Return how many rows a page shows."""
    return max(1, min(page.limit, MAX_PAGE))


def needed(page: Page) -> int:
    """Return how many rows from the top a page must know."""
    return place_of(page).rank + limit_of(page) + SLACK + 1


def sliced(keys: Sequence[Key], page: Page) -> Slice:
    """Return the part of a list that a page shows; ``keys`` are its rows from the top, at least the ``needed`` ones."""
    place, limit = place_of(page), limit_of(page)
    start = min(place.rank, len(keys))
    if place.after is not None:
        near = range(max(0, start - SLACK), min(len(keys), start + SLACK))
        # Gone, it took its rank with it: rather a row twice than one never.
        start = next((index + 1 for index in near if keys[index] == place.after), max(0, start - 1))
    end = min(start + limit, len(keys))
    return Slice(
        start=start,
        end=end,
        next_cursor=_write(Cursor(page.sort, end, keys[end - 1])) if start < end < len(keys) else None,
        previous_cursor=_write(Cursor(page.sort, max(0, start - limit))) if start > 0 else None,
    )


def _write(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode()
