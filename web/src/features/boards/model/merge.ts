/** Three documents become one, tile by tile, as the server merges: where both changed the same, the saved one stays and the other is handed back. */
import type { Document, Settings, Tile, Variable } from "@/tiles/model";

export interface Conflict {
  /** The tile both changed; absent for the settings or the variables of the board. */
  readonly tile: string | null;
  readonly what: "changed" | "removed" | "settings";
  readonly yours: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  readonly document: Document;
  readonly conflicts: readonly Conflict[];
}

/** Equal whatever the order of their keys, and whether a field is absent or undefined. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? "";
}

export function merge(base: Document, saved: Document, mine: Document): Merged {
  const conflicts: Conflict[] = [];
  const was = byId(base);
  const theirs = byId(saved);
  const own = byId(mine);
  const merged = new Map<string, Tile>();
  for (const id of new Set([...theirs.keys(), ...own.keys()])) {
    const kept = mergeTile(id, was.get(id), theirs.get(id), own.get(id), conflicts);
    if (kept !== undefined) merged.set(id, kept);
  }
  const settings = mergeSettings(base.settings, saved.settings, mine.settings, conflicts);
  const variables = pick<readonly Variable[]>(base.variables, saved.variables, mine.variables);
  return { document: { format: 1, settings, variables, tiles: rooted(ordered(merged, base, saved, mine)) }, conflicts };
}

const byId = (document: Document): Map<string, Tile> => new Map(document.tiles.map((tile) => [tile.id, tile]));

/** What one side changed wins over what the other left alone; where both changed, the saved one stays. */
function pick<T>(base: T, saved: T, mine: T): T {
  return same(base, saved) ? mine : saved;
}

function mergeTile(id: string, was: Tile | undefined, theirs: Tile | undefined, mine: Tile | undefined, conflicts: Conflict[]): Tile | undefined {
  if (same(theirs, mine) || same(was, mine)) return theirs;
  if (same(was, theirs)) return mine;
  const conflict: Conflict = { tile: id, what: mine === undefined || theirs === undefined ? "removed" : "changed", yours: mine ?? null, theirs: theirs ?? null };
  if (was === undefined || theirs === undefined || mine === undefined) {
    conflicts.push(conflict);
    return theirs;
  }
  const joined = mergeParts(was, theirs, mine);
  if (joined === null) conflicts.push(conflict);
  return joined ?? theirs;
}

const PARTS = ["kind", "title", "subtitle", "parent", "place", "phone", "settings", "query", "options"] as const;

/** One moved it, the other renamed it: both hold. Null when both changed the same part. */
function mergeParts(was: Tile, theirs: Tile, mine: Tile): Tile | null {
  const clash = PARTS.some((part) => part !== "place" && !same(was[part], theirs[part]) && !same(was[part], mine[part]) && !same(theirs[part], mine[part]));
  if (clash) return null;
  const parts = PARTS.map((part) => [part, pick<unknown>(was[part], theirs[part], mine[part])] as const);
  return { ...theirs, ...Object.fromEntries(parts) };
}

const SETTINGS = ["period", "compare", "stores", "currency", "day", "filters"] as const;

function mergeSettings(base: Settings, saved: Settings, mine: Settings, conflicts: Conflict[]): Settings {
  const clash = SETTINGS.some((key) => !same(base[key], saved[key]) && !same(base[key], mine[key]) && !same(saved[key], mine[key]));
  if (clash) conflicts.push({ tile: null, what: "settings", yours: mine, theirs: saved });
  const entries = SETTINGS.map((key) => [key, pick<unknown>(base[key], saved[key], mine[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The order of whoever changed it; what only the other knows follows what it followed there. */
function ordered(merged: ReadonlyMap<string, Tile>, base: Document, saved: Document, mine: Document): readonly Tile[] {
  const ids = (document: Document): readonly string[] => document.tiles.map((tile) => tile.id);
  const [lead, other] = same(ids(base), ids(saved)) ? [ids(mine), ids(saved)] : [ids(saved), ids(mine)];
  const order = lead.filter((id) => merged.has(id));
  other.forEach((id, index) => {
    if (!merged.has(id) || order.includes(id)) return;
    const before = other.slice(0, index).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order.flatMap((id) => merged.get(id) ?? []);
}

/** A tile whose section went lies on the board itself. */
function rooted(tiles: readonly Tile[]): readonly Tile[] {
  const sections = new Set(tiles.filter((tile) => tile.kind === "section").map((tile) => tile.id));
  return tiles.map((tile) => (tile.parent === undefined || sections.has(tile.parent) ? tile : { ...tile, parent: undefined }));
}
