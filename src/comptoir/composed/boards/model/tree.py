"""Tiles as a tree: ids once, parents that are sections, no circle, not too deep. Rules only, no shape."""

from collections.abc import Iterable, Mapping, Sequence

from comptoir.composed.boards.contracts import Tile
from comptoir.composed.boards.model.document import DEEPEST, SECTION
from comptoir.composed.boards.model.shape import Found, say


def check_tree(tiles: Sequence[Tile], found: Found) -> None:
    """Add everything that keeps tiles from being a tree."""
    by_id: dict[str, Tile] = {}
    for index, tile in enumerate(tiles):
        if tile["id"] in by_id:
            say(found, f"tiles.{index}.id", f"{tile['id']!r} is the id of two tiles")
        by_id.setdefault(tile["id"], tile)
    for index, tile in enumerate(tiles):
        message = fault(tile, by_id)
        if message:
            say(found, f"tiles.{index}.parent", message)


def fault(tile: Tile, by_id: Mapping[str, Tile]) -> str | None:
    """Return what is wrong with where a tile hangs, None if nothing is."""
    parent = tile.get("parent")
    if parent is None:
        return None
    if parent not in by_id:
        return f"there is no tile {parent!r}"
    if by_id[parent]["kind"] != SECTION:
        return f"{parent!r} is no section"
    above = list(chain(tile, by_id))
    last = above[-1].get("parent") if above else parent
    if last in by_id:
        return f"the sections around {tile['id']!r} form a circle"
    return f"lies {len(above) + 1} deep; tiles are at most {DEEPEST} deep" if len(above) >= DEEPEST else None


def chain(tile: Tile, by_id: Mapping[str, Tile]) -> Iterable[Tile]:
    """Yield the sections around a tile, the nearest first; a circle is left where it closes."""
    seen = {tile["id"]}
    parent = tile.get("parent")
    while parent is not None and parent in by_id and parent not in seen:
        seen.add(parent)
        yield by_id[parent]
        parent = by_id[parent].get("parent")
