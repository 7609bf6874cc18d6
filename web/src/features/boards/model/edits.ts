/** Everything that can be done to a document, each a pure function from one document to the next. */
import { arrange, bottomOf, compact, resize, roomFor, step } from "@/features/boards/layout/grid";
import { childrenOf, depthOf, familyOf, homesOf, inReadingOrder, placesOf, tileOf, withPlaces, type Mode } from "@/features/boards/layout/tree";
import { DEEPEST, MOST_TILES, type Document, type Place, type Settings, type Tile, type Variable } from "@/tiles/model";

export const EMPTY: Document = { format: 1, settings: {}, variables: [], tiles: [] };

export type NewTile = Omit<Tile, "id" | "place"> & { readonly size: Pick<Place, "w" | "h"> };

/** An id nobody else makes at the same time; readable in a file. */
export function freshId(document: Document, kind: string, chance: () => number = Math.random): string {
  const taken = new Set(document.tiles.map((tile) => tile.id));
  for (;;) {
    const id = `${kind}-${Math.floor(chance() * 36 ** 5).toString(36).padStart(5, "0")}`;
    if (!taken.has(id)) return id;
  }
}

export const isFull = (document: Document): boolean => document.tiles.length >= MOST_TILES;

export function addTile(document: Document, id: string, { size, ...tile }: NewTile): Document {
  const place = roomFor(placesOf(document, tile.parent, "desk"), size);
  return inReadingOrder({ ...document, tiles: [...document.tiles, { ...tile, id, place }] });
}

export function removeTile(document: Document, id: string): Document {
  const gone = new Set(familyOf(document.tiles, id).map((tile) => tile.id));
  const parent = tileOf(document, id)?.parent;
  const left = { ...document, tiles: document.tiles.filter((tile) => !gone.has(tile.id)) };
  return withPlaces(left, placesOf(left, parent, "desk"), "desk");
}

/** A copy right below the tile, with copies of everything inside it. */
export function duplicateTile(document: Document, id: string, chance: () => number = Math.random): { readonly document: Document; readonly id: string | null } {
  const family = familyOf(document.tiles, id);
  const [first] = family;
  if (first === undefined || document.tiles.length + family.length > MOST_TILES) return { document, id: null };
  const names = new Map<string, string>();
  let known = document;
  for (const tile of family) {
    const name = freshId(known, tile.kind, chance);
    names.set(tile.id, name);
    known = { ...known, tiles: [...known.tiles, { ...tile, id: name }] };
  }
  const copies = family.map((tile): Tile => {
    const parent = tile === first ? tile.parent : tile.parent === undefined ? undefined : names.get(tile.parent);
    return { ...tile, id: names.get(tile.id) ?? tile.id, parent };
  });
  const copied = copies[0] ?? first;
  const places = placesOf(document, first.parent, "desk");
  const at = places.get(id) ?? first.place;
  const beside = roomFor(places, at);
  const with_ = { ...document, tiles: [...document.tiles, ...copies] };
  const free = beside.y < bottomOf(places) ? beside : { ...at, y: at.y + at.h };
  const next = arrange(compact(new Map([...places, [copied.id, { ...at, y: bottomOf(places) }]])), copied.id, { ...free, h: at.h });
  return { document: withPlaces(with_, next, "desk"), id: copied.id };
}

export function changeTile(document: Document, id: string, change: Partial<Omit<Tile, "id">>): Document {
  return { ...document, tiles: document.tiles.map((tile) => (tile.id === id ? { ...tile, ...change } : tile)) };
}

/** Puts a whole tile in the place of the one with its id, or back if it is gone. */
export function putTile(document: Document, tile: Tile): Document {
  const known = tileOf(document, tile.id) !== undefined;
  const parent = tile.parent !== undefined && tileOf(document, tile.parent)?.kind !== "section" ? undefined : tile.parent;
  const next = { ...tile, parent };
  return inReadingOrder({ ...document, tiles: known ? document.tiles.map((one) => (one.id === tile.id ? next : one)) : [...document.tiles, next] });
}

export function moveTo(document: Document, id: string, to: Place, mode: Mode): Document {
  const parent = tileOf(document, id)?.parent;
  return withPlaces(document, arrange(placesOf(document, parent, mode), id, to), mode);
}

export function resizeTo(document: Document, id: string, size: Pick<Place, "w" | "h">, mode: Mode): Document {
  const tile = tileOf(document, id);
  if (tile === undefined) return document;
  const places = placesOf(document, tile.parent, mode);
  const now = places.get(id);
  const h = tile.kind === "section" ? (now?.h ?? size.h) : size.h;
  return withPlaces(document, resize(places, id, { w: mode === "phone" ? 12 : size.w, h }), mode);
}

/** A cell by a key; null where the edge is. */
export function stepTile(document: Document, id: string, direction: { readonly dx: number; readonly dy: number }, mode: Mode): Document | null {
  const tile = tileOf(document, id);
  if (tile === undefined || (mode === "phone" && direction.dx !== 0)) return null;
  const next = step(placesOf(document, tile.parent, mode), id, direction);
  return next === null ? null : withPlaces(document, next, mode);
}

export function growTile(document: Document, id: string, by: { readonly dx: number; readonly dy: number }, mode: Mode): Document | null {
  const tile = tileOf(document, id);
  const now = tile === undefined ? undefined : placesOf(document, tile.parent, mode).get(id);
  if (now === undefined) return null;
  const next = resizeTo(document, id, { w: now.w + by.dx, h: now.h + by.dy }, mode);
  const after = placesOf(next, tile?.parent, mode).get(id);
  return after !== undefined && (after.w !== now.w || after.h !== now.h) ? next : null;
}

/** Into a section, or out of all of them, at the end of what is there. */
export function putInto(document: Document, id: string, parent: string | undefined): Document {
  const tile = tileOf(document, id);
  const allowed = parent === undefined || homesOf(document.tiles, id).some((home) => home.id === parent);
  if (tile === undefined || !allowed || tile.parent === parent) return document;
  const place = roomFor(placesOf(document, parent, "desk"), tile.place);
  return inReadingOrder(changeTile(document, id, { parent, place }));
}

export const mayHold = (document: Document, parent: string | undefined): boolean => parent === undefined || depthOf(document.tiles, parent) < DEEPEST;

export const setSettings = (document: Document, settings: Settings): Document => ({ ...document, settings });
export const setVariables = (document: Document, variables: readonly Variable[]): Document => ({ ...document, variables });

export function setHidden(document: Document, id: string, hidden: boolean): Document {
  const tile = tileOf(document, id);
  return tile === undefined ? document : changeTile(document, id, { phone: { ...tile.phone, hidden: hidden || undefined } });
}

export const hiddenOnPhone = (document: Document): readonly Tile[] => document.tiles.filter((tile) => tile.phone?.hidden === true);

export const emptySections = (document: Document): readonly Tile[] => document.tiles.filter((tile) => tile.kind === "section" && childrenOf(document.tiles, tile.id).length === 0);
