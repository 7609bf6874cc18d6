"""REST: questions to the semantic layer, their explanation, rows and files, and what can be asked."""

import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import msgspec
from litestar import WebSocket, get, post, websocket
from litestar.response import Stream

from comptoir.composed.insights import facade, schemas
from comptoir.composed.insights.contracts import ResultOut, result_out
from comptoir.composed.insights.described import Asked
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.platform.http import problems
from comptoir.platform.http.openapi import answers
from comptoir.platform.live.serving import Door
from comptoir.semantic.batch import Answer
from comptoir.semantic.export import FORMATS
from comptoir.semantic.query import parse_query

TAGS = ["query"]


@post("/query", status_code=200, tags=TAGS)
async def run_query(actor: Actor, platform: Platform, data: Asked) -> ResultOut:
    """Answer a query: metrics by dimensions and time, with totals, comparison, freshness and notes."""
    return result_out(await facade.run(actor, platform, query=parse_query(data)))


@post("/query/batch", status_code=200, tags=TAGS, opt=answers("application/x-ndjson"))
async def run_queries(actor: Actor, platform: Platform, data: schemas.BatchIn) -> Stream:
    """Answer several queries: a line of JSON each with its place, ``result`` or ``problem``, as soon as it is there."""
    return Stream(_lines(actor, platform, data.queries), media_type="application/x-ndjson")


async def _lines(actor: Actor, platform: Platform, asked: Sequence[dict[str, Any]]) -> AsyncGenerator[bytes, None]:
    places, queries = [], []
    for place, raw in enumerate(asked):
        try:
            queries.append(parse_query(raw))
            places.append(place)
        except ComptoirError as error:
            yield _line(place, error)
    async with contextlib.aclosing(facade.answers(actor, platform, queries=queries)) as found:
        async for index, answer in found:
            yield _line(places[index], answer)


def _line(place: int, answer: Answer) -> bytes:
    if isinstance(answer, Exception):
        told = schemas.AnswerOut(place, problem=problems.of_part(answer))
    else:
        told = schemas.AnswerOut(place, result=result_out(answer))
    return msgspec.json.encode(told) + b"\n"


@post("/query/explain", status_code=200, tags=TAGS)
async def explain_query(actor: Actor, platform: Platform, data: Asked) -> schemas.ExplanationOut:
    """Say what the figures of a query mean: definitions, filters in words, SQL with its values, tables."""
    return schemas.explanation_out(await facade.explain(actor, platform, query=parse_query(data)))


@post("/query/rows", status_code=200, tags=TAGS)
async def query_rows(actor: Actor, platform: Platform, data: schemas.RowsIn) -> schemas.RowsOut:
    """Return the source entries behind one figure, newest first, page by page."""
    page = await facade.rows(
        actor,
        platform,
        query=parse_query(data.query),
        metric=data.metric,
        row=data.row,
        cursor=data.cursor,
        limit=data.limit,
    )
    return schemas.rows_out(page)


@post("/query/export", status_code=200, tags=TAGS, opt=answers(*(one.media_type for one in FORMATS.values())))
async def export_query(actor: Actor, platform: Platform, data: schemas.ExportIn) -> Stream:
    """Return the answer as a file: csv, json, xlsx or parquet, streamed."""
    file = await facade.export(actor, platform, query=parse_query(data.query), fmt=data.format)
    disposition = f'attachment; filename="{file.name}"'
    return Stream(file.chunks, media_type=file.format.media_type, headers={"content-disposition": disposition})


# The path is whole because /metrics alone is Prometheus'.
@get("/api/v1/metrics", tags=TAGS)
async def list_metrics(actor: Actor, platform: Platform) -> list[schemas.MetricOut]:
    """List the metrics the actor may ask for, with their definitions."""
    return [schemas.metric_out(metric) for metric in await facade.metrics(actor, platform)]


@get("/dimensions", tags=TAGS)
async def list_dimensions(actor: Actor, platform: Platform) -> list[schemas.DimensionOut]:
    """List the dimensions the actor may group and filter by."""
    return [schemas.dimension_out(dimension) for dimension in await facade.dimensions(actor, platform)]


@get("/dimensions/{key:str}/values", tags=TAGS)
async def list_values(
    actor: Actor, platform: Platform, key: str, q: str | None = None, limit: int = 50
) -> dict[str, list[str | int]]:
    """List values of a dimension, those of the most orders first; ``q`` searches in them."""
    return {"items": list(await facade.values(actor, platform, dimension=key, q=q, limit=limit))}


# Public to the gate of the framework: a socket is let in, or told why not, by its own door.
@websocket("/live", opt={"public": True})
async def live_figures(socket: WebSocket[Any, Any, Any], live_door: Door) -> None:
    """Follow queries: their answers come again whenever the data they rest on changes."""
    await live_door.serve(socket)
