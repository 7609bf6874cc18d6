"""Dates as people write them: the format is found by looking at the whole column, then every cell is read with it.

ISO 8601 needs no finding. A time without a zone is local time of the store; the result is always aware UTC.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from comptoir.connectors.sdk.bounds import FIRST_MOMENT, LAST_MOMENT, OUTSIDE, is_reportable
from comptoir.connectors.sdk.errors import Choice, Question, RowProblem

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})", re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d_]{3,10})\.?,?[\s-]+(\d{4}|\d{2})|([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))"
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?", re.ASCII)
_OFFSET = re.compile(r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})$", re.ASCII)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_REMEMBER = 200_000
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar jänner janvier janv enero ene",
            "feb february februar février fevrier févr febrero",
            "mar march märz maerz mär mars marzo",
            "apr april avril avr abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august août aout agosto ago",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre decembre déc diciembre dic",
        ),
        start=1,
    )
    for word in words.split()
}

FORMATS = {  # key → how it reads, with the order of day, month and year
    "iso": "2024-12-31",
    "m/d/Y": "12/31/2024 (month first)",
    "d/m/Y": "31/12/2024 (day first)",
    "Y/m/d": "2024/12/31",
    "named": "31 Dec 2024",
    "compact": "20241231",
    "epoch": "1735603200 (seconds since 1970)",
}
_ALIASES = {
    "mdy": "m/d/Y",
    "dmy": "d/m/Y",
    "ymd": "Y/m/d",
    "%m/%d/%Y": "m/d/Y",
    "%d/%m/%Y": "d/m/Y",
    "%d.%m.%Y": "d/m/Y",
    "%Y/%m/%d": "Y/m/d",
    "%Y-%m-%d": "iso",
    "%d-%m-%Y": "d/m/Y",
    "%m-%d-%Y": "m/d/Y",
    "%Y%m%d": "compact",
}


def known_format(name: str) -> str | None:
    """Return the format a person named (m/d/Y, d.m.Y, dmy, %d/%m/%Y, MM/DD/YYYY, iso …), or ``None``."""
    if name in FORMATS:
        return name
    if name in _ALIASES:
        return _ALIASES[name]
    letters = "".join(dict.fromkeys(character for character in name.lower() if character in "dmy"))
    return _ALIASES.get(letters)


def split_time(raw: str) -> tuple[str, str]:
    """Return the date part and the rest (time and zone) of a cell."""
    text = raw.strip()
    if len(text) > 10 and text[4:5] == "-" and text[10:11] in (" ", "T", "t"):
        return text[:10], text[11:]
    found = _TIME.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].rstrip(" T,"), text[found.start() :]


def read_day(text: str, style: str) -> date | None:
    """Return the day that ``text`` names in this format, or ``None``."""
    try:
        if style == "iso":
            return date.fromisoformat(text) if _ISO.fullmatch(text) else None
        if style == "named":
            return _named(text)
        if style == "compact":
            return date(int(text[:4]), int(text[4:6]), int(text[6:])) if _COMPACT.fullmatch(text) else None
        if style == "epoch":
            return _instant_of_epoch(text).date() if _EPOCH.fullmatch(text) else None
        return _numeric(text, style)
    except ValueError:
        return None


def _numeric(text: str, style: str) -> date | None:
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return None
    first, last = found[1], found[4]
    if style == "Y/m/d":
        return date(int(first), int(found[3]), int(last)) if len(first) == 4 and len(last) <= 2 else None
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    year = int(last) if len(last) == 4 else 2000 + int(last) - (100 if int(last) > 69 else 0)
    day, month = (int(found[3]), int(first)) if style == "m/d/Y" else (int(first), int(found[3]))
    return date(year, month, day)


def _named(text: str) -> date | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    day, word, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    month = _MONTHS.get(word.lower())
    if month is None:
        return None
    return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))


def _instant_of_epoch(text: str) -> datetime:
    return datetime.fromtimestamp(int(text[:10]), UTC)


class DateScan:
    """Looks at every value of a column and finds the format that reads them all, or most."""

    def __init__(self) -> None:
        self._fits: dict[str, frozenset[str]] = {"": frozenset()}
        self._counts: Counter[frozenset[str]] = Counter()
        self._differ = False
        self.readable = 0  # distinct values that fit some format

    def look(self, values: Iterable[str]) -> None:
        """Take in a batch of raw cells."""
        for raw in set(values):
            if not raw:
                continue
            text = raw[:10] if raw[4:5] == "-" and len(raw) > 10 else split_time(raw)[0]
            fits = self._fits.get(text)
            if fits is None:
                fits = self._fitting(text)
                if len(self._fits) < _REMEMBER:
                    self._fits[text] = fits
            self._counts[fits] += 1
            self.readable += bool(fits)

    def _fitting(self, text: str) -> frozenset[str]:
        days = {style: day for style in FORMATS if (day := read_day(text, style)) is not None}
        if len(set(days.values())) > 1:
            self._differ = True
        return frozenset(days)

    def candidates(self) -> list[str]:
        """Return the formats that read the most values; more than one where they would disagree."""
        totals: Counter[str] = Counter()
        for fits, count in self._counts.items():
            for style in fits:
                totals[style] += count
        if not totals:
            return []
        most = max(totals.values())
        best = [style for style in FORMATS if totals[style] == most]
        return best if self._differ else best[:1]


def date_question(label: str, styles: Iterable[str], *, answer: str | None = None) -> Question:
    """Return what to ask when a column fits two formats."""
    choices = tuple(Choice(style, FORMATS[style]) for style in styles)
    return Question(
        id="date_format",
        text=f"The dates of {label} fit two formats: {' and '.join(choice.label for choice in choices)}.",
        options=choices,
        flag=" or ".join(f"--date-format {choice.value}" for choice in choices),
        answer=answer,
    )


class DateReader:
    """Reads the cells of one column into (aware UTC instant, text of the local moment)."""

    __slots__ = ("_known", "_name", "_style", "_zone")

    def __init__(self, name: str, style: str, zone_name: str) -> None:
        self._name = name
        self._style = style
        self._zone = ZoneInfo(zone_name)
        self._known: dict[str, datetime | None] = {"": None}

    def __call__(self, raw: str) -> datetime | None:
        """Return the instant, ``None`` for an empty cell; raise ``RowProblem`` when it does not fit the format."""
        try:
            return self._known[raw]
        except KeyError:
            value = self._read(raw)
        if len(self._known) > _REMEMBER:
            self._known.clear()
        self._known[raw] = value
        return value

    def _read(self, raw: str) -> datetime | None:
        if not raw.strip():
            return None
        if self._style == "epoch" and _EPOCH.fullmatch(raw.strip()):
            return _instant_of_epoch(raw.strip())
        text, rest = split_time(raw)
        day = read_day(text, self._style)
        if day is None:
            raise RowProblem(f"{self._name} is not a date ({FORMATS[self._style]})", raw)
        if not FIRST_MOMENT.year <= day.year <= LAST_MOMENT.year:  # near the ends of the calendar zones overflow
            raise RowProblem(f"{self._name} {OUTSIDE}", raw)
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (the zone follows)
        instant = in_utc(self._with_time(moment, rest, raw) if rest else moment, self._zone)
        if not is_reportable(instant):
            raise RowProblem(f"{self._name} {OUTSIDE}", raw)
        return instant

    def _with_time(self, moment: datetime, rest: str, raw: str) -> datetime:
        offset = _OFFSET.search(rest)
        clock = rest[: offset.start()] if offset else rest
        found = _TIME.fullmatch(clock.strip())
        if found is None:
            raise RowProblem(f"{self._name} has a time that cannot be read", raw)
        hour = int(found[1])
        if found[5]:
            hour = hour % 12 + (12 if found[5][0] in "pP" else 0)
        micro = int((found[4] or "0").ljust(6, "0")[:6])
        try:
            moment = moment.replace(hour=hour, minute=int(found[2]), second=int(found[3] or 0), microsecond=micro)
        except ValueError:
            raise RowProblem(f"{self._name} has a time that cannot be read", raw) from None
        return moment.replace(tzinfo=_zone_of(offset[1])) if offset else moment


def _zone_of(text: str) -> timezone:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


def in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return an aware UTC instant; a naive moment is local time of ``zone``."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def iso_instant(value: object, *, zone: ZoneInfo | None = None) -> datetime | None:
    """Return the instant of an ISO 8601 text from JSON; naive means ``zone``, else UTC. Empty is ``None``."""
    if not value:
        return None
    text = str(value).strip().replace(" +", "+").replace(" -", "-").replace(" UTC", "+00:00")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RowProblem("a time is not ISO 8601", str(value)[:100]) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise RowProblem("a time is out of range", str(value)[:100]) from None
