"""The forms of the query interface on the wire: contract's names, nothing else."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from comptoir.composed.insights.contracts import ColumnOut, ResultOut, column_out
from comptoir.composed.insights.described import QueryIn
from comptoir.platform.http.problems import Problem
from comptoir.semantic.drill import RowsPage
from comptoir.semantic.explain import Explanation
from comptoir.semantic.vocabulary import Dimension, Metric


class MetricOut(msgspec.Struct, frozen=True):
    """A definition of a figure."""

    key: str
    label: str
    description: str
    formula: str
    unit: str
    direction: str
    date_basis: str
    owner: str
    version: int
    is_custom: bool = False
    certified: bool = True


class DimensionOut(msgspec.Struct, frozen=True):
    """An attribute to group and filter by. ``current`` ones follow the catalogue, the others are as sold."""

    key: str
    label: str
    description: str
    type: str
    level: str
    many: bool
    current: bool
    owner: str
    version: int = 1
    is_custom: bool = False
    certified: bool = True
    made_of: str | None = None


class ExplanationOut(msgspec.Struct, frozen=True):
    """What is behind an answer."""

    metrics: Sequence[MetricOut]
    filters: Sequence[str]
    range: Mapping[str, str] | None
    previous: Mapping[str, str] | None
    day: str
    sql: str
    parameters: Mapping[str, Any]
    tables: Sequence[str]
    notes: Sequence[str]
    currency: str | None
    rate_set: str | None


class BatchIn(msgspec.Struct, frozen=True):
    """Queries that are asked at once."""

    queries: Annotated[list[QueryIn], msgspec.Meta(min_length=1, max_length=100)]


class AnswerOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to the query at ``place`` of a batch, or what was wrong with it."""

    place: int
    result: ResultOut | None = None
    problem: Problem | None = None


class RowsIn(msgspec.Struct, frozen=True):
    """Which entries: those behind ``metric`` in ``row`` of ``query`` (dimension or period → value)."""

    query: QueryIn
    metric: str | None = None
    row: dict[str, Any] | None = None
    cursor: str | None = None
    limit: int = 50


class RowsOut(msgspec.Struct, frozen=True):
    """A page of entries; ``sum`` is the figure."""

    columns: Sequence[ColumnOut]
    rows: Sequence[Sequence[Any]]
    total: int
    next_cursor: str | None
    sum: Any


class ExportIn(msgspec.Struct, frozen=True):
    """A query and the format of its file."""

    query: QueryIn
    format: str = "csv"


def metric_out(metric: Metric) -> MetricOut:
    """Return a definition as it travels."""
    unit = f"{metric.unit.kind}:{metric.unit.currency}" if metric.unit.currency else str(metric.unit.kind)
    return MetricOut(
        key=metric.key,
        label=metric.label,
        description=metric.description,
        formula=metric.formula,
        unit=unit,
        direction=str(metric.direction),
        date_basis=str(metric.date_basis),
        owner=metric.owner,
        version=metric.version,
        is_custom=metric.is_custom,
        certified=metric.certified,
    )


def dimension_out(dimension: Dimension) -> DimensionOut:
    """Return a dimension as it travels."""
    return DimensionOut(
        key=dimension.key,
        label=dimension.label,
        description=dimension.description,
        type=str(dimension.type),
        level=str(dimension.level),
        many=dimension.many is not None,
        current=dimension.lookup is not None,
        owner=dimension.owner,
        version=dimension.version,
        is_custom=dimension.is_custom,
        certified=dimension.certified,
        made_of=dimension.base,
    )


def explanation_out(explanation: Explanation) -> ExplanationOut:
    """Return an explanation as it travels."""
    return ExplanationOut(
        metrics=[metric_out(metric) for metric in explanation.metrics],
        filters=explanation.filters,
        range=_period(explanation.range),
        previous=_period(explanation.previous),
        day=explanation.day,
        sql=explanation.sql,
        parameters={key: _plain(value) for key, value in explanation.parameters.items()},
        tables=explanation.tables,
        notes=explanation.notes,
        currency=explanation.currency,
        rate_set=explanation.rate_set,
    )


def rows_out(page: RowsPage) -> RowsOut:
    """Return a page of entries as it travels."""
    return RowsOut([column_out(column) for column in page.columns], page.rows, page.total, page.next_cursor, page.sum)


def _period(period: tuple[Any, Any] | None) -> dict[str, str] | None:
    return {"from": period[0].isoformat(), "to": period[1].isoformat()} if period else None


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, int | str) or value is None else str(value)
