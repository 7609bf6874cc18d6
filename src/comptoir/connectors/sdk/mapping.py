"""Proposing which column feeds which field, by the words people use for it in several languages."""

import difflib
import re
from collections.abc import Mapping, Sequence

from comptoir.connectors.sdk.formats import Field
from comptoir.kernel.errors import Invalid, Unknown

_NOISE = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """Return a column name reduced to what counts: lower case, letters and digits only."""
    return _NOISE.sub("", name.lower())


def suggest_mapping(columns: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """Return field → column for every field that a column's name gives away; a column feeds one field."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column), column)
    result: dict[str, str] = {}
    taken: set[str] = set()
    ranks = max((len(field.synonyms) for field in fields), default=0)
    for rank in range(ranks + 1):  # better words first, over all fields
        for field in fields:
            names = (field.key, *field.synonyms)
            if field.key in result or rank >= len(names):
                continue
            found = by_name.get(plain(names[rank]))
            if found is not None and found not in taken:
                result[field.key] = found
                taken.add(found)
    return result


def check_mapping(mapping: Mapping[str, str], columns: Sequence[str], fields: Sequence[Field]) -> None:
    """Raise when the mapping names a field or a column that does not exist."""
    known = {field.key for field in fields}
    for key, column in mapping.items():
        if key not in known:
            raise Unknown(
                f"There is no field {key!r}.",
                field=key,
                suggestions=difflib.get_close_matches(key, known, n=2),
                hint=f"Fields: {', '.join(field.key for field in fields)}.",
            )
        if column not in columns:
            raise Unknown(
                f"The file has no column {column!r}.",
                field=key,
                suggestions=difflib.get_close_matches(column, columns, n=2),
                hint=f"Columns: {', '.join(columns[:40])}.",
            )


def require_fields(
    mapping: Mapping[str, str], fields: Sequence[Field], *, either: Sequence[Sequence[str]] = ()
) -> None:
    """Raise when a needed field, or all of a group of which one is needed, has no column."""
    missing = [field.key for field in fields if field.required and field.key not in mapping]
    missing += [" or ".join(group) for group in either if not any(key in mapping for key in group)]
    if missing:
        raise Invalid(
            f"No column is chosen for {', '.join(missing)}.",
            hint=f"Choose with --map {missing[0].split(' ')[0]}=COLUMN.",
            field=missing[0].split(" ")[0],
        )
