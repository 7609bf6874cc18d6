/** The tree of tiles laid out: every section with its own twelve columns, on a desk and, in one column, on a phone. */
import { bottomOf, compact, HIGHEST, samePlace, within, type Places } from "@/features/boards/layout/grid";
import { COLUMNS, DEEPEST, type Document, type Place, type Tile } from "@/tiles/model";

export type Mode = "desk" | "phone";

/** The rows a section's heading takes, and those kept free in an empty one. */
export const HEADING_ROWS = 1;
const EMPTY_ROWS = 2;

export const childrenOf = (tiles: readonly Tile[], parent: string | undefined): readonly Tile[] => tiles.filter((tile) => tile.parent === parent);

export const tileOf = (document: Document, id: string): Tile | undefined => document.tiles.find((tile) => tile.id === id);

/** A tile and everything inside it. */
export function familyOf(tiles: readonly Tile[], id: string): readonly Tile[] {
  const own = tiles.filter((tile) => tile.id === id);
  return [...own, ...childrenOf(tiles, id).flatMap((child) => familyOf(tiles, child.id))];
}

/** How many tiles lie around one; a tile of the board has none. */
export function depthOf(tiles: readonly Tile[], id: string | undefined): number {
  let depth = 0;
  for (let at = tiles.find((tile) => tile.id === id); at !== undefined && depth <= DEEPEST; depth += 1) {
    const { parent } = at;
    at = parent === undefined ? undefined : tiles.find((tile) => tile.id === parent);
  }
  return depth;
}

const levelsIn = (tiles: readonly Tile[], id: string): number => 1 + Math.max(0, ...childrenOf(tiles, id).map((child) => levelsIn(tiles, child.id)));

/** Sections a tile may be put into: not itself, not what it holds, not too deep. */
export function homesOf(tiles: readonly Tile[], id: string): readonly Tile[] {
  const own = new Set(familyOf(tiles, id).map((tile) => tile.id));
  return tiles.filter((tile) => tile.kind === "section" && !own.has(tile.id) && depthOf(tiles, tile.id) + levelsIn(tiles, id) <= DEEPEST);
}

/** Tiles of one parent as they are shown: by their rows on a desk, by their own order on a phone. */
export function placesOf(document: Document, parent: string | undefined, mode: Mode): Map<string, Place> {
  const own = childrenOf(document.tiles, parent);
  return mode === "desk" ? compact(new Map(own.map((tile) => [tile.id, { ...tile.place, h: heightOf(document, tile, mode) }]))) : inOneColumn(document, own);
}

function inOneColumn(document: Document, own: readonly Tile[]): Map<string, Place> {
  const order = (tile: Tile): number => tile.phone?.order ?? own.indexOf(tile);
  const shown = own.filter((tile) => tile.phone?.hidden !== true).toSorted((a, b) => order(a) - order(b) || own.indexOf(a) - own.indexOf(b));
  let y = 0;
  return new Map(
    shown.map((tile) => {
      const h = heightOf(document, tile, "phone");
      y += h;
      return [tile.id, { x: 0, y: y - h, w: COLUMNS, h }];
    }),
  );
}

/** A section is as high as what it holds; any other tile as it says. */
export function heightOf(document: Document, tile: Tile, mode: Mode): number {
  if (tile.kind === "section") return HEADING_ROWS + (bottomOf(placesOf(document, tile.id, mode)) || EMPTY_ROWS);
  return Math.min(HIGHEST, mode === "phone" ? (tile.phone?.h ?? tile.place.h) : tile.place.h);
}

/** Writes places back into the document; a phone's become its order and heights, without touching the desk. */
export function withPlaces(document: Document, places: Places, mode: Mode): Document {
  const rank = new Map([...places].toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id], index) => [id, index]));
  const tiles = document.tiles.map((tile): Tile => {
    const place = places.get(tile.id);
    if (place === undefined) return tile;
    if (mode === "desk") {
      const next = within(tile.kind === "section" ? { ...place, h: tile.place.h } : place);
      return samePlace(next, tile.place) ? tile : { ...tile, place: next };
    }
    const h = tile.kind === "section" || place.h === tile.place.h ? undefined : place.h;
    return { ...tile, phone: { ...tile.phone, order: rank.get(tile.id) ?? 0, h } };
  });
  return mode === "desk" ? inReadingOrder({ ...document, tiles }) : { ...document, tiles };
}

/** Tiles in the order they are read: row by row, a section before what it holds. */
export function inReadingOrder(document: Document): Document {
  const walk = (parent: string | undefined): readonly Tile[] => {
    const places = placesOf(document, parent, "desk");
    const rank = (tile: Tile): Place => places.get(tile.id) ?? tile.place;
    return childrenOf(document.tiles, parent)
      .toSorted((a, b) => rank(a).y - rank(b).y || rank(a).x - rank(b).x)
      .flatMap((tile) => [tile, ...walk(tile.id)]);
  };
  const read = walk(undefined);
  const seen = new Set(read.map((tile) => tile.id));
  return { ...document, tiles: [...read, ...document.tiles.filter((tile) => !seen.has(tile.id))] };
}
