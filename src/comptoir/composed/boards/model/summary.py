"""What a version changed, in words: the list of versions tells it. Also how a tile without a title is called."""

from collections.abc import Iterable, Sequence

from comptoir.composed.boards.contracts import Document, Tile
from comptoir.composed.boards.model.document import Names, tiles_by_id
from comptoir.composed.boards.model.merge import parts_changed

LONGEST = 240
_NAMED = 2  # more tiles than this are counted
_PLAIN = {"text": "Text", "feed": "Live orders", "section": "Section"}
_SETTINGS = {"period": "period", "compare": "comparison", "stores": "stores", "currency": "currency", "day": "day"}


def title_of(tile: Tile, names: Names) -> str:
    """Return what a tile is called: its title, else its question in words."""
    if tile.get("title"):
        return str(tile["title"])
    query = tile.get("query")
    if not query:
        return _PLAIN.get(tile["kind"], str(tile["kind"]).capitalize())
    metrics = ", ".join(names.metrics.get(key, key) for key in query["metrics"][:3])
    by = [names.dimensions.get(key, key).lower() for key in query.get("dimensions", ())]
    by += [query["grain"]] if query.get("grain") not in (None, "auto") else []
    return f"{metrics} by {' and '.join(by)}" if by else metrics


def summary(before: Document, after: Document, *, names: Names) -> str:
    """Return in words what changed, empty when nothing did."""
    old, new = tiles_by_id(before), tiles_by_id(after)
    both = [key for key in new if key in old]
    changed = {key: set(parts_changed(old[key], new[key])) for key in both}
    moved = [key for key in both if changed[key] == {"place"}]
    said = [
        _count([new[key] for key in new if key not in old], "added", names),
        _count([old[key] for key in old if key not in new], "removed", names),
        _count([new[key] for key in both if changed[key] - {"place"}], "changed", names),
        _count([new[key] for key in moved if _size(old[key]) != _size(new[key])], "resized", names),
        _count([new[key] for key in moved if _size(old[key]) == _size(new[key])], "moved", names),
        *_order(both, [key for key in old if key in new]),
        *_board(before, after),
    ]
    words = ", ".join(one for one in said if one)
    words = words[:1].upper() + words[1:]
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _size(tile: Tile) -> tuple[int, int]:
    return tile["place"]["w"], tile["place"]["h"]


def _count(tiles: Sequence[Tile], what: str, names: Names) -> str:
    if len(tiles) > _NAMED:
        return f"{len(tiles)} tiles {what}"
    return f"{' and '.join(title_of(tile, names) for tile in tiles)} {what}" if tiles else ""


def _order(now: Sequence[str], before: Sequence[str]) -> Iterable[str]:
    if list(now) != list(before):
        yield "reading order changed"


def _board(before: Document, after: Document) -> Iterable[str]:
    old, new = before["settings"], after["settings"]
    keys = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    if keys:
        yield f"{', '.join(_SETTINGS.get(key, key) for key in keys)} of the board changed"
    if before["variables"] != after["variables"]:
        yield "variables changed"
