"""An organisation's own definitions on top of the built-in catalogue: metrics by formula, filtered ones, groupings.

Owns what they mean and their rules; keeps nothing. What a person typed never becomes SQL: names are looked up, values
travel as parameters. A definition that no longer holds is left out with a sentence, and takes nothing else with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from comptoir.kernel.errors import ComptoirError, Unknown
from comptoir.semantic.catalogue import Catalogue, nearest
from comptoir.semantic.condition import Filter
from comptoir.semantic.formula import Binary, Formula, FormulaError, Name, Negative, Number, names_of, parse_formula
from comptoir.semantic.grouping import grouped
from comptoir.semantic.passes.filters import checked_filter
from comptoir.semantic.rules.formula_units import describe, unit_of
from comptoir.semantic.vocabulary import DateBasis, Direction, Kind, Measure, Metric, Unit

LARGEST = 200  # measures that one metric may add up once it is written out
MOST_DIGITS = 12
_PURE = (Kind.RATIO, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class OwnMetric:
    """A metric of an organisation. ``unit`` may say percent or ratio of a share; else the formula decides."""

    key: str
    label: str
    description: str
    formula: str
    owner: str
    version: int
    filters: tuple[Filter, ...] = ()
    unit: Kind | None = None
    direction: Direction | None = None
    certified: bool = False


@dataclass(frozen=True, slots=True)
class OwnGrouping:
    """A dimension of an organisation, made of another: numbers into bins, or values into names.

    Bins have ``edges`` and one label more; maps have ``values`` and, for all others, ``other`` (None: their own value).
    """

    key: str
    label: str
    description: str
    dimension: str
    owner: str
    version: int
    edges: tuple[Decimal, ...] = ()
    labels: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    other: str | None = None
    certified: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """All definitions of an organisation, and why names that were there are not."""

    metrics: tuple[OwnMetric, ...] = ()
    groupings: tuple[OwnGrouping, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)


def extend(base: Catalogue, own: Own) -> tuple[Catalogue, Mapping[str, ComptoirError]]:
    """Return the catalogue with all definitions that hold, and what is wrong with the others."""
    growing, wrong = _growing(base, absent=own.absent), dict[str, ComptoirError]()
    for grouping in own.groupings:
        try:
            growing = _with_grouping(growing, grouping)
        except ComptoirError as error:
            wrong[grouping.key] = error
    for metric in _in_order(own.metrics, wrong):
        try:
            _put_metric(growing, metric)
        except ComptoirError as error:
            wrong[metric.key] = error
    absent = {key: _sentence(key, error) for key, error in wrong.items() if key not in base.metrics}
    growing = replace(growing, absent={**growing.absent, **absent})
    assert growing.sizes is not None  # reckoned here once, not by the first who asks
    return growing, wrong


def with_metric(catalogue: Catalogue, metric: OwnMetric) -> Catalogue:
    """Return the catalogue with one metric more, or another in its place; raise what is wrong with it."""
    _check_key(catalogue, metric)
    growing = _growing(catalogue, absent=catalogue.absent)
    tree = parse_formula(metric.formula)
    for name in names_of(tree):
        if name in catalogue.metrics and metric.key in catalogue.metrics_in(name):
            circle = " → ".join((metric.key, *_path(catalogue, start=name, end=metric.key)))
            raise FormulaError(f"The metric {metric.key!r} rests on itself: {circle}.", field="formula")
    _put_metric(growing, metric)
    return growing


def with_grouping(catalogue: Catalogue, grouping: OwnGrouping) -> Catalogue:
    """Return the catalogue with one dimension more, or another in its place; raise what is wrong with it."""
    return _with_grouping(_growing(catalogue, absent=catalogue.absent), grouping)


def unit_in(catalogue: Catalogue, metric: OwnMetric, *, tree: Formula) -> Unit:
    """Return the unit of a metric's formula or raise ``FormulaError`` where names, sizes or units do not fit."""
    _check_names(catalogue, tree)
    _check_numbers(tree)
    if sum(catalogue.sizes[name] for name in _all_names(tree)) > LARGEST:
        raise FormulaError(
            f"Written out, the formula adds up more than {LARGEST} figures.",
            hint="Name what it rests on less often.",
            field="formula",
        )
    found = unit_of(catalogue, tree=tree)
    if metric.unit is None or metric.unit is found.kind:
        return found
    if metric.unit in _PURE and found.kind in _PURE:
        return Unit(metric.unit)
    raise FormulaError(f"The formula gives {describe(found)}, which cannot be shown as {metric.unit}.", field="unit")


def _growing(catalogue: Catalogue, *, absent: Mapping[str, str]) -> Catalogue:
    """A catalogue whose mappings are its own, so that one definition after the other can be put in."""
    found = replace(
        catalogue,
        measures=dict(catalogue.measures),
        metrics=dict(catalogue.metrics),
        dimensions=dict(catalogue.dimensions),
        formulas=dict(catalogue.formulas),
        parts=dict(catalogue.parts),
        values=dict(catalogue.values),
        absent=dict(absent),
    )
    found.__dict__["sizes"] = dict(catalogue.sizes)
    return found


def _put_metric(growing: Catalogue, own: OwnMetric) -> None:
    _check_key(growing, own)
    tree = parse_formula(own.formula)
    unit = unit_in(growing, own, tree=tree)
    filters = tuple(checked_filter(one, catalogue=growing, index=index) for index, one in enumerate(own.filters))
    names = names_of(tree)
    written = _narrowed(growing, tree, key=own.key, filters=filters) if filters else tree
    size = sum(growing.sizes[name] for name in _all_names(tree))
    bases = {growing.metrics[name].date_basis for name in names}
    for mapping, value in (
        (growing.formulas, written),
        (growing.parts, names),
        (growing.sizes, size),
        (
            growing.metrics,
            Metric(
                key=own.key,
                label=own.label,
                description=own.description,
                formula=own.formula,
                unit=unit,
                direction=own.direction or growing.metrics[names[0]].direction,
                date_basis=bases.pop() if len(bases) == 1 else DateBasis.MIXED,
                owner=own.owner,
                version=own.version,
                filters=filters,
                is_custom=True,
                certified=own.certified,
            ),
        ),
    ):
        mapping[own.key] = value  # type: ignore[index]  # all are dictionaries of ``_growing``


def _check_key(catalogue: Catalogue, own: OwnMetric) -> None:
    known = catalogue.metrics.get(own.key)
    if own.key in catalogue.measures or (known is not None and not known.is_custom):
        raise FormulaError(f"{own.key!r} is the name of a built-in metric.", hint="Take another key.", field="key")
    if own.key in catalogue.dimensions:
        raise FormulaError(f"{own.key!r} is the name of a dimension.", hint="Take another key.", field="key")


def _narrowed(growing: Catalogue, tree: Formula, *, key: str, filters: tuple[Filter, ...]) -> Formula:
    """A formula written out over measures that count under conditions only; they are put into the catalogue."""
    match tree:
        case Name(name) if name in growing.measures:
            measure = _with_filters(growing.measures[name], key=key, filters=filters)
            growing.measures[measure.key] = measure  # type: ignore[index]  # a dictionary of ``_growing``
            growing.sizes[measure.key] = 1  # type: ignore[index]  # likewise
            return Name(measure.key)
        case Name(name):
            return _narrowed(growing, growing.formulas[name], key=key, filters=filters)
        case Negative(operand):
            return Negative(_narrowed(growing, operand, key=key, filters=filters))
        case Binary(operator, left, right):
            one, other = (_narrowed(growing, side, key=key, filters=filters) for side in (left, right))
            return Binary(operator, one, other)
        case Number():
            return tree


def _with_filters(measure: Measure, *, key: str, filters: tuple[Filter, ...]) -> Measure:
    own = tuple((f"only_{key}_{index}", one) for index, one in enumerate(filters))
    return replace(measure, key=f"{measure.key}__{key}", only=(*measure.only, *own))


def _with_grouping(growing: Catalogue, own: OwnGrouping) -> Catalogue:
    known = growing.dimensions.get(own.key)
    if (known is not None and not known.is_custom) or own.key in growing.metrics or own.key in growing.measures:
        raise FormulaError(f"{own.key!r} is the name of something else.", hint="Take another key.", field="key")
    base = growing.dimension(own.dimension, field="dimension")
    if base.is_custom:
        hint = "Make it of the dimension that one is made of."
        raise FormulaError("A grouping is made of a built-in dimension.", hint=hint, field="dimension")
    made = grouped(base, key=own.key, edges=own.edges, labels=own.labels, values=own.values, other=own.other)
    dimension = replace(
        made.dimension,
        label=own.label,
        description=own.description,
        owner=own.owner,
        version=own.version,
        certified=own.certified,
    )
    dimensions = {**growing.dimensions, own.key: dimension}
    found = replace(growing, dimensions=dimensions, values={**growing.values, **made.values})
    found.__dict__["sizes"] = dict(growing.sizes)
    return found


def _in_order(metrics: Iterable[OwnMetric], wrong: dict[str, ComptoirError]) -> list[OwnMetric]:
    """The metrics, each after those its formula names; those in a circle are wrong and left out."""
    known = {metric.key: metric for metric in metrics}
    found: dict[str, OwnMetric] = {}

    def visit(key: str, path: tuple[str, ...]) -> None:
        if key in path:
            circle = " → ".join((*path[path.index(key) :], key))
            for one in path[path.index(key) :]:
                wrong[one] = FormulaError(f"The metric {one!r} rests on itself: {circle}.", field="formula")
            return
        if key in found or key in wrong:
            return
        try:
            names = names_of(parse_formula(known[key].formula))
        except ComptoirError as error:
            wrong[key] = error
            return
        for name in names:
            if name in known:
                visit(name, (*path, key))
        if key not in wrong:
            found[key] = known[key]

    for key in known:
        visit(key, ())
    return list(found.values())


def _check_names(catalogue: Catalogue, tree: Formula) -> None:
    names = list(_places(tree))
    if not names:
        raise FormulaError("A metric needs at least one metric in its formula.", field="formula")
    for name in names:
        if name.key in catalogue.absent and name.key not in catalogue.metrics:
            raise FormulaError(catalogue.absent[name.key], field="formula").at(name.at)
        if name.key not in catalogue.metrics:
            looks = nearest(name.key, known=catalogue.metrics) if len(name.key) <= 40 else ()
            message = f"There is no metric {name.key[:40]!r}."
            raise FormulaError(message, field="formula", suggestions=looks).at(name.at)


def _check_numbers(tree: Formula) -> None:
    match tree:
        case Number(value):
            _, digits, exponent = value.as_tuple()
            decimals = -int(exponent)
            if decimals > MOST_DIGITS or len(digits) - decimals > MOST_DIGITS:
                raise FormulaError(f"{str(value)[:20]}… has more than {MOST_DIGITS} digits.", field="formula")
        case Negative(operand):
            _check_numbers(operand)
        case Binary(_, left, right):
            _check_numbers(left)
            _check_numbers(right)
        case _:
            pass


def _places(tree: Formula) -> Iterable[Name]:
    match tree:
        case Name():
            yield tree
        case Negative(operand):
            yield from _places(operand)
        case Binary(_, left, right):
            yield from _places(left)
            yield from _places(right)
        case _:
            pass


def _all_names(tree: Formula) -> list[str]:
    return [name.key for name in _places(tree)]


def _path(catalogue: Catalogue, *, start: str, end: str) -> tuple[str, ...]:
    """The way from a metric to one that it rests on."""
    if start == end:
        return (end,)
    following = next(name for name in catalogue.parts_of(start) if end in catalogue.metrics_in(name))
    return (start, *_path(catalogue, start=following, end=end))


def _sentence(key: str, error: ComptoirError) -> str:
    kind = "deleted" if isinstance(error, Unknown) else "cannot be worked out"
    return f"{key!r} {'rests on what was ' + kind if kind == 'deleted' else kind}: {error.message}"
