"""The survey of a table whose columns a person maps: decides once per column how its cells are read."""

from collections.abc import Mapping, Sequence

from comptoir.connectors.sdk.dates import DateReader, DateScan, date_question, known_format
from comptoir.connectors.sdk.errors import Choice, Question
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Field, Options
from comptoir.connectors.sdk.mapping import check_mapping, suggest_mapping
from comptoir.connectors.sdk.numbers import NumberReader, NumberScan, number_question
from comptoir.kernel.errors import Invalid


class MappedColumns:
    """Which column feeds which field, and what all of its values look like."""

    def __init__(self, columns: Sequence[str], options: Options, fields: Sequence[Field]) -> None:
        self.options = options
        self.mapping: Mapping[str, str] = dict(options.mapping) or suggest_mapping(columns, fields)
        check_mapping(self.mapping, columns, fields)
        places = {name: position for position, name in enumerate(columns)}
        self.index = {key: places[column] for key, column in self.mapping.items()}
        kinds = {field.key: field.kind for field in fields}
        self.numbers = {key: NumberScan() for key in self.index if kinds[key] == "number"}
        self.dates = {key: DateScan() for key in self.index if kinds[key] == "date"}
        self._given_style = self._named_style(options.date_format)

    @staticmethod
    def _named_style(name: str | None) -> str | None:
        if name is None:
            return None
        style = known_format(name)
        if style is None:
            raise Invalid(
                f"The date format {name!r} is not known.", hint="Say iso, m/d/Y, d/m/Y or Y/m/d.", field="date_format"
            )
        return style

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        cells = [row.cells for row in rows]
        for scans in (self.numbers, self.dates):
            for key, scan in scans.items():
                place = self.index[key]
                scan.look([row[place] for row in cells])

    def questions(self) -> list[Question]:
        """Return what the values do not tell, answered or not: two date formats, two ways to read the numbers."""
        asked = []
        for key, scan in self.dates.items():
            styles = scan.candidates()
            if len(styles) > 1:
                asked.append(date_question(self.mapping[key], styles, answer=self._given_style))
        if self._comma_known() is None:
            for key, numbers in self.numbers.items():
                if numbers.is_ambiguous:
                    asked.append(number_question(self.mapping[key], answer=self.options.number_format))
        return list({question.id: question for question in reversed(asked)}.values())

    def _comma_known(self) -> bool | None:
        """Whether another column of the file shows which mark is the decimal one."""
        if any(scan.point_misses > scan.comma_misses for scan in self.numbers.values()):
            return True
        if any(scan.comma_misses > scan.point_misses for scan in self.numbers.values()):
            return False
        return None

    def number(self, key: str) -> NumberReader:
        """Return the reader of a number column."""
        scan = self.numbers[key]
        if scan.comma_misses != scan.point_misses:
            comma = scan.decimal_comma
        elif self.options.number_format is not None:
            comma = self.options.number_format == "comma"
        else:
            comma = bool(self._comma_known())
        return NumberReader(key, decimal_comma=comma)

    def date(self, key: str) -> DateReader:
        """Return the reader of a date column."""
        styles = self.dates[key].candidates()
        style = self._given_style or (styles[0] if styles else "iso")
        return DateReader(key, style, self.options.timezone)


def rate_question(column: str, *, answer: bool | None = None) -> Question:
    """Return what to ask when a discount column may hold rates."""
    return Question(
        id="discount_is_rate",
        text=f"All values of {column} lie between 0 and 1: is it a rate (0.2 = 20 %) or an amount?",
        options=(Choice("true", "a rate: 0.2 is 20 %"), Choice("false", "an amount of money")),
        flag="--discount-is rate or --discount-is amount",
        answer=None if answer is None else str(answer).lower(),
    )


def settle(values: Sequence[str]) -> str:
    """Return the one value that stands for several rows: the most frequent, then the smallest; "" only if all are.

    Depends on the values alone, so that the order of rows in a file changes nothing.
    """
    first = values[0]
    for value in values:
        if value != first:
            break
    else:
        return first
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""
