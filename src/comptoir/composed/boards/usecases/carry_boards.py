"""Take boards along: as files, and from templates."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from comptoir.composed.boards.contracts import PERSONAL, Need, NewBoard, Problem, TemplateInfo
from comptoir.composed.boards.errors import wrong
from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.templates.declaring import Fact, Template
from comptoir.composed.boards.model.templates.known import TEMPLATES
from comptoir.composed.boards.model.text_file import read_file, write_file
from comptoir.composed.boards.model.viewing import without_denied
from comptoir.composed.boards.usecases.look_around import Around, find_board
from comptoir.composed.boards.usecases.save_board import NAME, create_board
from comptoir.composed.insights import facade as insights
from comptoir.composed.insights.permissions import ANALYTICS_READ
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Unavailable, Unknown
from comptoir.platform.context import Platform
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.query import parse_query


async def write_board(actor: Actor, platform: Platform, *, board_id: UUID, around: Around) -> tuple[str, str]:
    """Return a board's name and its file. Tiles that are hidden from the person are left out."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id)
    document = without_denied(row.document, names=around.names)
    return row.name, write_file(name=row.name, description=row.description, document=document)


async def read_board(
    actor: Actor,
    platform: Platform,
    *,
    text: str,
    around: Around,
    visibility: str = PERSONAL,
    roles: tuple[str, ...] = (),
) -> UUID:
    """Make a board of a file and return its id. Raises ``WrongBoard`` with everything wrong, and makes nothing."""
    file = await asyncio.to_thread(read_file, text)
    found: list[Problem] = []
    NAME(file.name, "name", found)
    found += check_document(file.document, names=around.names)
    if found:
        raise wrong(found, what="file")
    wanted = NewBoard(file.name, file.description, visibility, roles)
    return await create_board(
        actor, platform, wanted=wanted, document=file.document, around=around, said="Read from a file"
    )


def template_of(key: str) -> Template:
    """Return a template. Raises ``Unknown``."""
    found = TEMPLATES.get(key)
    if found is None:
        raise Unknown(
            f"There is no template {key[:60]!r}.", field="template", suggestions=nearest(key, known=TEMPLATES)
        )
    return found


def from_template(wanted: NewBoard, template: Template) -> NewBoard:
    """Return the wish for a board with what the template gives."""
    return replace(wanted, name=wanted.name or template.name, description=wanted.description or template.question)


async def list_templates(actor: Actor, platform: Platform) -> list[TemplateInfo]:
    """Return the templates, each with whether the facts it rests on have data."""
    facts = {fact.key: fact for template in TEMPLATES.values() for fact in template.needs}
    present = await _present(actor, platform, list(facts.values()))
    return [_info(template, present) for template in TEMPLATES.values()]


def _info(template: Template, present: frozenset[str]) -> TemplateInfo:
    tiles = template.document()["tiles"]
    return TemplateInfo(
        key=template.key,
        name=template.name,
        question=template.question,
        tiles=len(tiles),
        kinds=tuple(dict.fromkeys(tile["kind"] for tile in tiles)),
        needs=tuple(Need(fact.key, fact.feeds, fact.key in present) for fact in template.needs),
    )


async def _present(actor: Actor, platform: Platform, facts: list[Fact]) -> frozenset[str]:
    """Return the facts that have data; those the actor may not ask about, or nobody now, count as there."""
    every = frozenset(fact.key for fact in facts)
    if not actor.may(ANALYTICS_READ):
        return every
    readable = {metric.key for metric in await insights.metrics(actor, platform)}
    asked = [fact for fact in facts if fact.metric in readable]
    query = parse_query({"metrics": [fact.metric for fact in asked]})
    try:
        totals = (await insights.run(actor, platform, query=query)).totals
    except Unavailable:
        return every
    return every - {fact.key for fact in asked if not Decimal(totals.get(fact.metric) or 0)}
