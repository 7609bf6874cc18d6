"""A document as one person may see it, and back: tiles that ask for what the person may not read lose their question.

What is kept is never changed by this. Marks (``denied``, ``missing``) are for reading; a page sends them back with the
tile, and the question is put back from the version the page began with.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from comptoir.composed.boards.contracts import Document, Problem, Tile
from comptoir.composed.boards.model.document import Names, dimensions_of, metrics_of, tiles_by_id

DENIED, MISSING = "denied", "missing"
_NAMING = ("right", "rows", "columns")  # options that name metrics and dimensions


def seen(document: Document, *, names: Names) -> dict[str, Any]:
    """Return the document for a person: ``names`` says what exists and what is hidden from them."""
    return {**document, "tiles": [seen_tile(tile, names=names) for tile in document["tiles"]]}


def seen_tile(tile: Tile, *, names: Names) -> Tile:
    """Return one tile for a person."""
    if is_denied(tile, names=names):
        return _bare(tile)
    missing = [name for name in metrics_of(tile) if name not in names.metrics]
    missing += [name for name in dimensions_of(tile) if name not in names.dimensions]
    return {**tile, MISSING: list(dict.fromkeys(missing))} if missing else tile


def is_denied(tile: Tile, *, names: Names) -> bool:
    """Return whether a tile asks for something hidden."""
    return not names.hidden.isdisjoint([*metrics_of(tile), *dimensions_of(tile), *_named_in_options(tile)])


def _named_in_options(tile: Tile) -> Iterator[str]:
    options = tile.get("options") or {}
    for name in _NAMING:
        yield from options.get(name, ())


def _bare(tile: Tile) -> Tile:
    bare = {name: value for name, value in tile.items() if name != "query"}
    if "options" in tile:
        bare["options"] = {name: value for name, value in tile["options"].items() if name not in _NAMING}
    if "settings" in tile:
        bare["settings"] = {name: value for name, value in tile["settings"].items() if name != "filters"}
    return {**bare, DENIED: True}


def without_denied(document: Document, *, names: Names) -> dict[str, Any]:
    """Return the document without the tiles a person may not read, as a file for them holds it."""
    return {**document, "tiles": [tile for tile in document["tiles"] if not is_denied(tile, names=names)]}


def unmarked(sent: Any, *, base: Document, names: Names, found: list[Problem]) -> Any:
    """Return a sent document without marks, hidden questions put back. What is sent may be anything at all."""
    if not isinstance(sent, dict) or not isinstance(sent.get("tiles"), list):
        return sent
    known = tiles_by_id(base)
    tiles = []
    for index, tile in enumerate(sent["tiles"]):
        if isinstance(tile, dict) and tile.get(DENIED) is True:
            original = known.get(tile["id"]) if isinstance(tile.get("id"), str) else None
            if original is None or not is_denied(original, names=names):
                found.append(Problem(f"tiles.{index}", "a tile that is hidden from you cannot be copied"))
            else:
                tile = _whole(tile, original)
        if isinstance(tile, dict):
            tile = {name: value for name, value in tile.items() if name not in (DENIED, MISSING)}
        tiles.append(tile)
    return {**sent, "tiles": tiles}


def _whole(tile: Mapping[str, Any], original: Tile) -> dict[str, Any]:
    whole = {**tile, "query": original["query"]} if "query" in original else dict(tile)
    for part, inner in (("options", _NAMING), ("settings", ("filters",))):
        kept = {name: value for name, value in original.get(part, {}).items() if name in inner}
        if kept and isinstance(whole.get(part, {}), dict):
            whole[part] = {**whole.get(part, {}), **kept}
    return whole
