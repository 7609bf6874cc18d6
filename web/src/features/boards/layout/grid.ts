/** Places on a grid of twelve columns: nothing overlaps, nothing hangs in the air. Knows rectangles, not tiles. */
import { COLUMNS, type Place } from "@/tiles/model";

export type Places = ReadonlyMap<string, Place>;

export const HIGHEST = 40;
export const LOWEST_ROW = 2000;

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The nearest place that lies within the grid. */
export function within(place: Place): Place {
  const w = between(Math.round(place.w), 1, COLUMNS);
  const h = between(Math.round(place.h), 1, HIGHEST);
  return { x: between(Math.round(place.x), 0, COLUMNS - w), y: between(Math.round(place.y), 0, LOWEST_ROW), w, h };
}

export const overlaps = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const samePlace = (a: Place, b: Place): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

export const bottomOf = (places: Places): number => Math.max(0, ...[...places.values()].map((place) => place.y + place.h));

const byRow = (a: Place, b: Place): number => a.y - b.y || a.x - b.x;

/** Every tile in its turn comes to rest on what lies above it in its columns. */
function stack(entries: readonly (readonly [string, Place])[]): Map<string, Place> {
  const skyline = new Array<number>(COLUMNS).fill(0);
  const resting = new Map<string, Place>();
  for (const [id, raw] of entries) {
    const place = within(raw);
    const y = Math.max(...skyline.slice(place.x, place.x + place.w));
    skyline.fill(y + place.h, place.x, place.x + place.w);
    resting.set(id, { ...place, y });
  }
  return resting;
}

/** The same tiles without overlaps and without gaps above them. */
export function compact(places: Places): Map<string, Place> {
  return stack([...places].toSorted(([, a], [, b]) => byRow(a, b)));
}

/**
 * One tile goes to a place and the others make way. A tile in its way goes above it once the moved one has passed its
 * middle, and below it until then, so that two tiles change places halfway through each other.
 */
export function arrange(places: Places, moved: string, to: Place): Map<string, Place> {
  const from = places.get(moved);
  if (from === undefined) return compact(places);
  const target = within(to);
  const sized = target.w !== from.w || target.h !== from.h;
  const before: (readonly [string, Place])[] = [];
  const after: (readonly [string, Place])[] = [];
  for (const entry of [...places].toSorted(([, a], [, b]) => byRow(a, b))) {
    const [id, other] = entry;
    if (id === moved) continue;
    // What rests on a tile that goes below goes below with it.
    const held = after.some(([, lower]) => lower.y < other.y && lower.x < other.x + other.w && other.x < lower.x + lower.w);
    const first = !held && (overlaps(other, target) ? !sized && hasPassed(other, from, target) : byRow(other, target) < 0);
    (first ? before : after).push(entry);
  }
  return stack([...before, [moved, target], ...after]);
}

function hasPassed(other: Place, from: Place, target: Place): boolean {
  const middle = other.y + other.h / 2;
  return other.y >= from.y + from.h ? target.y + target.h > middle : target.y >= middle;
}

/** A step by a key: the next place in that direction where something changes, or null at the edge. */
export function step(places: Places, id: string, direction: { readonly dx: number; readonly dy: number }): Map<string, Place> | null {
  const from = places.get(id);
  if (from === undefined) return null;
  const most = direction.dy > 0 ? bottomOf(places) + 1 : direction.dy < 0 ? from.y : 1;
  for (let count = 1; count <= most; count += 1) {
    const to = within({ ...from, x: from.x + direction.dx * count, y: from.y + direction.dy * count });
    const next = arrange(places, id, to);
    const now = next.get(id);
    if (now === undefined) return null;
    const forward = (now.x - from.x) * direction.dx + (now.y - from.y) * direction.dy > 0;
    // What lay below may have slipped past without this one's row changing.
    const passed = direction.dy > 0 && now.y === from.y && [...places].some(([other, place]) => place.y > from.y && (next.get(other)?.y ?? place.y) < from.y);
    if (forward || passed) return next;
  }
  return null;
}

/** One tile takes another size; the others make way. */
export function resize(places: Places, id: string, size: Pick<Place, "w" | "h">): Map<string, Place> {
  const from = places.get(id);
  if (from === undefined) return compact(places);
  const w = between(Math.round(size.w), 1, COLUMNS - from.x);
  return arrange(places, id, { ...from, w, h: between(Math.round(size.h), 1, HIGHEST) });
}

/** Where a new tile of a size fits first: beside the last ones if there is room, else below all. */
export function roomFor(places: Places, size: Pick<Place, "w" | "h">): Place {
  const all = [...places.values()];
  const bottom = bottomOf(places);
  const w = Math.min(size.w, COLUMNS);
  for (let y = 0; y < bottom; y += 1) {
    for (let x = 0; x + w <= COLUMNS; x += 1) {
      const place = { x, y, w, h: size.h };
      const rests = y === 0 || all.some((other) => other.y + other.h === y && other.x < x + w && x < other.x + other.w);
      if (rests && !all.some((other) => overlaps(other, place))) return place;
    }
  }
  return { x: 0, y: bottom, w, h: size.h };
}
