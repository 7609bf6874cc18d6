"""Notes on days: read them, write one, change and remove one's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import Row

from comptoir.composed.boards.contracts import NOTE_KINDS, Annotation, AnnotationBody, Problem
from comptoir.composed.boards.errors import NotYours, TooManyBoards, UnknownNote, wrong
from comptoir.composed.boards.model.rights import Viewer
from comptoir.composed.boards.model.shape import choice, text
from comptoir.composed.boards.repository import annotations
from comptoir.composed.boards.usecases.read_boards import names_of, who
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Store, StoreHoliday
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.catalogue import nearest

MOST_SHOWN, MOST_KEPT = 1000, 10_000
LONGEST = 3660  # days
HOLIDAYS_SHOWN = 400  # days
TEXT, KIND = text(500, least=1, lines=True), choice(*NOTE_KINDS)


async def list_notes(
    actor: Actor,
    platform: Platform,
    *,
    first: date | None,
    last: date | None,
    stores: tuple[str, ...],
    viewer: Viewer,
) -> list[Annotation]:
    """Return the notes on some days, of all stores or of some (with those that are about every store), and holidays."""
    async with platform.database.begin(actor) as uow:
        rows = await annotations.between(uow, first=first, last=last, most=MOST_SHOWN)
        slugs = _visible(actor, await commerce.stores_by_id(actor, uow))
        days = await _holidays(actor, uow, first=first, last=last, stores=set(stores or slugs.values()))
    found = await _as_seen(actor, platform, rows, slugs=slugs, viewer=viewer)
    found = sorted([*found, *map(_as_note, days)], key=lambda one: one.day)
    return [one for one in found if not stores or not one.stores or set(one.stores) & set(stores)]


async def _holidays(
    actor: Actor, uow: UnitOfWork, *, first: date | None, last: date | None, stores: set[str]
) -> list[StoreHoliday]:
    """Return the public holidays that half of some stores keep: those of few, or of years on end, would hide notes."""
    if first is None or last is None or (last - first).days > HOLIDAYS_SHOWN:
        return []
    found = await commerce.holidays(actor, uow, first=first, last=last)
    return [one for one in found if not one.stores or 2 * len(stores & set(one.stores)) >= len(stores)]


def _as_note(holiday: StoreHoliday) -> Annotation:
    """A holiday as a note nobody wrote and nobody may change."""
    text = f"{', '.join(holiday.names)} ({', '.join(holiday.places)})"
    return Annotation(
        id=uuid5(NAMESPACE_OID, f"holiday/{holiday.day}/{text}"),
        day=holiday.day,
        until=None,
        text=text[:500],
        kind="holiday",
        stores=holiday.stores,
        by=who(None, {}),
        may_edit=False,
    )


async def find_note(actor: Actor, platform: Platform, *, id_: UUID, viewer: Viewer) -> Annotation | None:
    """Return one note, None where there is none for this person."""
    async with platform.database.begin(actor) as uow:
        row = await annotations.find(uow, id_=id_)
        slugs = _visible(actor, await commerce.stores_by_id(actor, uow))
    found = await _as_seen(actor, platform, [row] if row is not None else [], slugs=slugs, viewer=viewer)
    return found[0] if found else None


async def _as_seen(
    actor: Actor, platform: Platform, rows: Sequence[Row[Any]], *, slugs: Mapping[UUID, str], viewer: Viewer
) -> list[Annotation]:
    rows = [row for row in rows if not row.stores or set(row.stores) & slugs.keys()]
    called = await names_of(actor, platform, ids=[row.created_by for row in rows])
    return [
        Annotation(
            id=row.id,
            day=row.day,
            until=row.until,
            text=row.text,
            kind=row.kind,
            stores=tuple(sorted(slugs[one] for one in row.stores if one in slugs)),
            by=who(row.created_by, called),
            may_edit=_may_edit(row, viewer),
        )
        for row in rows
    ]


async def add_note(actor: Actor, platform: Platform, *, body: AnnotationBody) -> UUID:
    """Write a note and return its id. Raises ``WrongBoard`` naming everything wrong."""
    made, now = new_id(), platform.clock()
    async with platform.database.begin(actor) as uow:
        values = await _checked(actor, uow, body)
        if await annotations.count(uow) >= MOST_KEPT:
            raise TooManyBoards(f"There are {MOST_KEPT:,} notes already.", hint="Remove some of years past.")
        by = {"id": made, "created_by": actor.user_id, "created_at": now, "changed_at": now}
        await annotations.add(uow, values={**values, **by})
        uow.audit("annotation.added", str(made))
    return made


async def change_note(
    actor: Actor, platform: Platform, *, id_: UUID, body: AnnotationBody | None, viewer: Viewer
) -> None:
    """Change a note, or remove it (``None``). Raises ``UnknownNote`` or ``NotYours``."""
    async with platform.database.begin(actor) as uow:
        row = await annotations.find(uow, id_=id_)
        if row is None or not (not row.stores or any(actor.may_see_store(one) for one in row.stores)):
            raise UnknownNote("There is no such note.")
        if not _may_edit(row, viewer):
            raise NotYours("Only who wrote a note or a manager of boards may change it.")
        if body is None:
            await annotations.remove(uow, id_=id_)
        else:
            values = await _checked(actor, uow, body)
            await annotations.change(uow, id_=id_, values={**values, "changed_at": platform.clock()})
        uow.audit("annotation.removed" if body is None else "annotation.changed", str(id_))


def _may_edit(row: Row[Any], viewer: Viewer) -> bool:
    is_own = viewer.user_id is not None and row.created_by == viewer.user_id
    return viewer.may_manage or (viewer.may_edit and is_own)


async def _checked(actor: Actor, uow: UnitOfWork, body: AnnotationBody) -> dict[str, Any]:
    slugs = {slug: id_ for id_, slug in _visible(actor, await commerce.stores_by_id(actor, uow)).items()}
    found: list[Problem] = []
    TEXT(body.text, "text", found)
    KIND(body.kind, "kind", found)
    if not 1971 <= body.day.year <= 2148:
        found.append(Problem("day", "lies outside the years 1971 to 2148"))
    if body.until is not None and not 0 <= (body.until - body.day).days <= LONGEST:
        found.append(Problem("until", "is not before the day, and at most ten years after it"))
    for index, slug in enumerate(body.stores):
        if slug not in slugs:
            found.append(
                Problem(f"stores.{index}", f"there is no store {slug[:40]!r}", nearest(slug[:40], known=slugs))
            )
    if found:
        raise wrong(found, what="note")
    stores = sorted({slugs[slug] for slug in body.stores})
    return {"day": body.day, "until": body.until, "text": body.text, "kind": body.kind, "stores": stores}


def _visible(actor: Actor, stores: list[Store]) -> dict[UUID, str]:
    return {store.id: store.slug for store in stores if actor.may_see_store(store.id)}
