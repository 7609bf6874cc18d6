"""Tables whose columns a platform fixes: cells by column name, whatever the case, and no survey needed."""

from collections.abc import Callable, Mapping, Sequence

from comptoir.connectors.sdk.errors import Question
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Normaliser, Options

CellReader = Callable[[Sequence[str]], str]


class Header:
    """Finds cells by any of a column's names; platforms rename columns now and then."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._places: dict[str, int] = {}
        for place, name in enumerate(columns):
            self._places.setdefault(name.strip().lower(), place)

    def place(self, *names: str) -> int | None:
        """Return the position of the first of ``names`` that the table has."""
        return next((self._places[name] for name in map(str.lower, names) if name in self._places), None)

    def reader(self, *names: str) -> CellReader:
        """Return a function from a row's cells to the trimmed cell of the column; "" where the table lacks it."""
        place = self.place(*names)
        if place is None:
            return lambda cells: ""
        found = place
        return lambda cells: cells[found].strip()

    def readers(self, names: Mapping[str, Sequence[str]]) -> dict[str, CellReader]:
        """Return a reader for each key."""
        return {key: self.reader(*alternatives) for key, alternatives in names.items()}


class FixedSurvey:
    """The survey of a table that leaves nothing open."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._normaliser = normaliser

    def look(self, rows: Sequence[Row]) -> None:
        """Nothing has to be found out."""

    def questions(self) -> list[Question]:
        """Nothing has to be asked."""
        return []

    def normaliser(self) -> Normaliser:
        """Return the normaliser."""
        return self._normaliser


def fixed(make: Callable[[Header, Options], Normaliser]) -> Callable[[Sequence[str], Options], FixedSurvey]:
    """Return the ``survey`` function of a format whose normaliser needs nothing but header and options."""
    return lambda columns, options: FixedSurvey(make(Header(columns), options))
