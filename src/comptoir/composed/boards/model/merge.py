"""Three-way merge of a board: what two people did to one version, tile by tile. A pure function of three documents.

A tile is split into parts that change independently: where it lies, what it asks, how it is called. What only one
person touched is taken from that person; where both changed the same part the saved one stays, and what was sent comes
back as a conflict. Nothing is lost without being named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from comptoir.composed.boards.contracts import Conflict, Document, Tile
from comptoir.composed.boards.model.document import tiles_by_id
from comptoir.composed.boards.model.order import merged_order
from comptoir.composed.boards.model.tree import chain, fault

PARTS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "query": ("query",),
    "options": ("options",),
    "title": ("title",),
    "subtitle": ("subtitle",),
    "settings": ("settings",),
    "place": ("place", "parent"),
    "phone": ("phone",),
}
_LYING = ("place", "phone")  # where a tile lies: no reason to keep one that somebody removed, or to ask anybody
_QUESTION = ("kind", "query", "options")  # go together where the kind changes
_TREE = ("place", *_QUESTION)  # what a tree of sections rests on
Tiles = dict[str, Tile]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged document, and what two people changed at once."""

    document: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merge(base: Document, saved: Document, sent: Document) -> Merged:
    """Return ``saved`` with what ``sent`` changed of ``base``. All three are checked documents."""
    conflicts: list[Conflict] = []
    old, theirs = tiles_by_id(base), tiles_by_id(saved)
    yours = _renamed(sent["tiles"], old=old, theirs=theirs)
    tiles: Tiles = {}
    for key in dict.fromkeys([*theirs, *yours]):
        kept = _merged_tile(key, old.get(key), theirs.get(key), yours.get(key), conflicts)
        if kept is not None:
            tiles[key] = kept
    _keep_sections(tiles, (theirs, yours, old), conflicts)
    _mend_tree(tiles, theirs=theirs, yours=yours, conflicts=conflicts)
    _make_room(tiles, added=yours.keys() - old.keys() - theirs.keys(), yours=yours)
    order, is_clear = merged_order(list(old), list(theirs), list(yours), kept=tiles)
    if not is_clear:
        conflicts.append(Conflict("settings", None, ("order",), list(yours), list(theirs)))
    document = {
        **sent,
        "settings": _merged_members("settings", base["settings"], saved["settings"], sent["settings"], conflicts),
        "variables": _merged_variables(base["variables"], saved["variables"], sent["variables"], conflicts),
        "tiles": [tiles[key] for key in order],
    }
    return Merged(document, tuple(conflicts))


def parts_changed(one: Tile, other: Tile) -> tuple[str, ...]:
    """Return the parts in which two forms of a tile differ."""
    return tuple(part for part, names in PARTS.items() if any(one.get(name) != other.get(name) for name in names))


def is_same(one: Tile, other: Tile) -> bool:
    """Return whether two people may have added the same tile: one id alone is no proof."""
    return one["kind"] == other["kind"] and one.get("query") == other.get("query")


def _renamed(tiles: Iterable[Tile], *, old: Tiles, theirs: Tiles) -> Tiles:
    """Return the sent tiles by id; one that was added under an id somebody else took meanwhile gets another."""
    taken = {*old, *theirs, *(tile["id"] for tile in tiles)}
    names: dict[str, str] = {}
    for tile in tiles:
        key = tile["id"]
        if key in theirs and key not in old and not is_same(theirs[key], tile):
            names[key] = next(new for n in count(2) if (new := f"{key[:36]}-{n}") not in taken)
            taken.add(names[key])
    return {tile["id"]: tile for tile in (_with_names(tile, names) for tile in tiles)}


def _with_names(tile: Tile, names: Mapping[str, str]) -> Tile:
    fresh = {**tile, "id": names.get(tile["id"], tile["id"])}
    return {**fresh, "parent": names.get(tile["parent"], tile["parent"])} if "parent" in tile else fresh


def _merged_tile(
    key: str, old: Tile | None, their: Tile | None, your: Tile | None, conflicts: list[Conflict]
) -> Tile | None:
    if their is not None and your is not None:
        return _merged_parts(old or {}, their, your, conflicts)
    found = their if their is not None else your
    if found is None or old is None:
        return found  # added by one of them
    changed = set(parts_changed(old, found))
    if changed <= set(_LYING):
        return None  # removed by one, at most moved by the other
    conflicts.append(Conflict("removed", key, ("tile",), your, their))
    return their


def _merged_parts(old: Tile, their: Tile, your: Tile, conflicts: list[Conflict]) -> Tile:
    result, clashes = their, []
    for parts in _together(old, their, your):
        before, theirs, yours = ({part: _part(tile, part) for part in parts} for tile in (old, their, your))
        if yours in (before, theirs):
            continue
        if theirs == before or _has_moved(old, their, your, parts):
            for part in parts:
                result = _with_part(result, part, yours[part])
        elif parts[0] not in _LYING or _both_rehung(old, their, your, parts):
            clashes += [part for part in parts if theirs[part] != yours[part]]
    if clashes:
        conflicts.append(Conflict("changed", their["id"], tuple(clashes), your, their))
    return result


def _together(*tiles: Tile) -> list[tuple[str, ...]]:
    """Return the parts that are merged as one."""
    if len({tile.get("kind") for tile in tiles}) == 1:
        return [(part,) for part in PARTS]
    return [_QUESTION, *((part,) for part in PARTS if part not in _QUESTION)]


def _has_moved(old: Tile, their: Tile, your: Tile, parts: Sequence[str]) -> bool:
    """Whether only one put the tile into another section: its place there is the one that means something."""
    before, theirs, yours = (tile.get("parent") for tile in (old, their, your))
    return parts == ("place",) and theirs == before != yours


def _both_rehung(old: Tile, their: Tile, your: Tile, parts: Sequence[str]) -> bool:
    before, theirs, yours = (tile.get("parent") for tile in (old, their, your))
    return parts == ("place",) and theirs != before and yours not in (before, theirs)


def _part(tile: Tile, part: str) -> dict[str, Any]:
    return {name: tile[name] for name in PARTS[part] if name in tile}


def _with_part(tile: Tile, part: str, values: Mapping[str, Any]) -> Tile:
    return {name: value for name, value in tile.items() if name not in PARTS[part]} | dict(values)


def _keep_sections(tiles: Tiles, forms: Sequence[Tiles], conflicts: list[Conflict]) -> None:
    """Bring back a section that one removed and another still uses."""
    waiting = [tile.get("parent") for tile in tiles.values()]
    while waiting:
        key = waiting.pop()
        if key is None or key in tiles:
            continue
        found = next((tiles_[key] for tiles_ in forms if key in tiles_), None)
        if found is not None:
            tiles[key] = found
            waiting.append(found.get("parent"))
            conflicts.append(Conflict("removed", key, ("section",), forms[1].get(key), forms[0].get(key)))


def _mend_tree(tiles: Tiles, *, theirs: Tiles, yours: Tiles, conflicts: list[Conflict]) -> None:
    """Undo moves that, each alone, were possible: what was saved was a tree, and what cannot hang there lies on top."""
    while wrong := [tile for tile in tiles.values() if fault(tile, tiles)]:
        moved = {tile["id"] for bad in wrong for tile in (bad, *chain(bad, tiles)) if _moved(tile, theirs)}
        for key in moved:
            for part in _TREE:
                tiles[key] = _with_part(tiles[key], part, _part(theirs[key], part))
            conflicts.append(Conflict("changed", key, ("place",), yours.get(key), theirs[key]))
        if not moved:
            for tile in wrong:
                tiles[tile["id"]] = {name: value for name, value in tile.items() if name != "parent"}


def _moved(tile: Tile, theirs: Tiles) -> bool:
    saved = theirs.get(tile["id"])
    return saved is not None and not set(parts_changed(saved, tile)).isdisjoint(_TREE)


def _make_room(tiles: Tiles, *, added: Iterable[str], yours: Tiles) -> None:
    """Move what was added below what somebody else put at the same place meanwhile."""
    for key in sorted(added):
        tile = tiles[key]
        beside = [one for one in tiles.values() if one is not tile and one.get("parent") == tile.get("parent")]
        if any(overlap(tile["place"], one["place"]) for one in beside if one["id"] not in yours):
            bottom = max(one["place"]["y"] + one["place"]["h"] for one in beside)
            tiles[key] = {**tile, "place": {**tile["place"], "y": min(bottom, 2000)}}


def overlap(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Return whether two places share a cell."""
    across = one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
    return across and one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]


def _merged_members(
    name: str, old: Mapping[str, Any], their: Mapping[str, Any], your: Mapping[str, Any], conflicts: list[Conflict]
) -> dict[str, Any]:
    """Merge an object member by member."""
    result = dict(their)
    for key in dict.fromkeys([*old, *their, *your]):
        before, theirs, yours = old.get(key), their.get(key), your.get(key)
        if yours in (before, theirs):
            continue
        if theirs != before:
            conflicts.append(Conflict("settings", None, (f"{name}.{key}",), yours, theirs))
        elif yours is None:
            del result[key]
        else:
            result[key] = yours
    return result


def _merged_variables(
    old: Sequence[Any], their: Sequence[Any], your: Sequence[Any], conflicts: list[Conflict]
) -> list[Any]:
    before, theirs, yours = ({one["name"]: one for one in each} for each in (old, their, your))
    found = _merged_members("variables", before, theirs, yours, conflicts)
    order, _ = merged_order(list(before), list(theirs), list(yours), kept=found)
    return [found[name] for name in order]
