"""What a formula means while it is typed: unit, names, what is wrong and where, and how a name may go on."""

import re
from collections.abc import Sequence
from typing import Any

from comptoir.composed.definitions.contracts import Checked, Fault, Named
from comptoir.composed.definitions.model.reading import read_filters
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.semantic.access import check_access, may_read
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.extending import OwnMetric, with_metric
from comptoir.semantic.formula import LONGEST, FormulaError, parse_formula, tokens
from comptoir.semantic.rules.formula_units import describe

MOST_COMPLETIONS = 12
UNSAVED = "unsaved"
_TYPED = re.compile(r"[a-z][a-z0-9_]*$")


def check_formula(
    actor: Actor,
    *,
    catalogue: Catalogue,
    formula: str,
    filters: Any = None,
    key: str | None = None,
    at: int | None = None,
) -> Checked:
    """Return what is known of a formula; ``at`` is where its writer types."""
    if len(formula) > LONGEST:
        fault = Fault(f"A formula has at most {LONGEST} characters.", LONGEST, len(formula))
        return Checked(ok=False, unit=None, names=(), problems=(fault,), completions=())
    completions = _completions(actor, catalogue, formula[: len(formula) if at is None else max(0, at)])
    unit, problems = None, []
    try:
        known = catalogue.metrics.get(key or "")
        made = OwnMetric(
            known.key if known and known.is_custom else UNSAVED,
            "",
            "",
            formula,
            owner="",
            version=1,
            filters=read_filters(filters),
        )
        grown = with_metric(catalogue, made)
        check_access(actor, catalogue=grown, metrics=(made.key,), dimensions=())
        unit = describe(grown.metrics[made.key].unit)
    except ComptoirError as error:
        problems.append(_fault(error))
    names = _names(actor, catalogue, formula)
    return Checked(ok=not problems, unit=unit, names=names, problems=problems, completions=completions)


def _fault(error: ComptoirError) -> Fault:
    start, end = error.details.get("start"), error.details.get("end")
    message = error.message if error.field in (None, "formula") else f"{error.field}: {error.message}"
    if not isinstance(start, int) or not isinstance(end, int):
        start = end = None
    return Fault(message, start, end, error.suggestions)


def _names(actor: Actor, catalogue: Catalogue, formula: str) -> Sequence[Named]:
    """The metrics that stand in a formula, also in one that cannot be read to its end."""
    try:
        parse_formula(formula)
    except FormulaError as error:
        place = error.details.get("start")
        formula = formula[:place] if isinstance(place, int) else ""
    try:
        found = tokens(formula)
    except FormulaError:
        return ()
    return [
        _named(catalogue, text, start, end)
        for text, (start, end) in found
        if text in catalogue.metrics and may_read(actor, catalogue=catalogue, metric=text)
    ]


def _completions(actor: Actor, catalogue: Catalogue, before: str) -> Sequence[Named]:
    """The metrics that begin with what is typed, or have a word in their label that does."""
    match = _TYPED.search(before)
    if match is None:
        return ()
    typed = match.group()
    by_key = [key for key in catalogue.metrics if key.startswith(typed)]
    words = typed.replace("_", " ")
    by_label = [key for key, one in catalogue.metrics.items() if f" {one.label.casefold()}".find(f" {words}") >= 0]
    keys = dict.fromkeys([*sorted(by_key), *by_label])
    open_ = (key for key in keys if may_read(actor, catalogue=catalogue, metric=key))
    found = [
        _named(catalogue, key, match.start(), match.end())
        for key, _ in zip(open_, range(MOST_COMPLETIONS), strict=False)
    ]
    return [] if [one.key for one in found] == [typed] else found


def _named(catalogue: Catalogue, key: str, start: int, end: int) -> Named:
    metric = catalogue.metrics[key]
    return Named(key, metric.label, describe(metric.unit), start, end)
