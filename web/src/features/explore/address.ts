/** The whole state of the explorer in the address. What cannot be meant is left out and named, never guessed. */
import type { FilterOp, QueryFilter } from "@/api/query";
import { NAMES, type ExploreName, type ExploreSearch } from "@/features/explore/search";
import { MOST_DIMENSIONS, MOST_FILTERS, MOST_METRICS, MOST_TOP, NOTHING, type Exploration } from "@/features/explore/state";
import { DERIVED, GRAINS, KINDS } from "@/tiles/model";

const KEY = /^[a-z][a-z0-9_.:-]{0,79}$/;
const MOST_VALUES = 200;
const LONGEST_VALUE = 300;
const OPS: readonly FilterOp[] = ["eq", "ne", "in", "not_in", "lt", "between", "contains", "is_null", "not_null"];
const SHOWN = KINDS.filter((kind) => kind !== "section" && kind !== "text" && kind !== "feed");
const STACKS = ["none", "stacked", "share"] as const;
const SCALES = ["linear", "log", "indexed"] as const;

export interface Read {
  readonly state: Exploration;
  /** The parts of the address that could not be read. */
  readonly lost: readonly ExploreName[];
}

export function readState(search: ExploreSearch): Read {
  const lost = new Set<ExploreName>();
  const list = (name: ExploreName, most: number): readonly string[] => {
    const words = (search[name] ?? "").split(",").filter(Boolean);
    const good = [...new Set(words.filter((word) => KEY.test(word)))].slice(0, most);
    if (good.length < words.length) lost.add(name);
    return good;
  };
  const one = <T extends string>(name: ExploreName, known: readonly T[]): T | undefined => {
    const value = search[name];
    const found = known.find((each) => each === value);
    if (value !== undefined && found === undefined) lost.add(name);
    return found;
  };
  const filters = readFilters(search.f);
  if (!filters.whole) lost.add("f");
  const sort = search.sort !== undefined && KEY.test(search.sort.replace(/^-/, "")) ? search.sort : undefined;
  if (search.sort !== undefined && sort === undefined) lost.add("sort");
  const top = /^[1-9]\d{0,3}$/.test(search.top ?? "") && Number(search.top) <= MOST_TOP ? Number(search.top) : undefined;
  if (search.top !== undefined && top === undefined) lost.add("top");
  const grain = one("step", GRAINS);
  const kind = one("as", SHOWN);
  const stack = one("stack", STACKS);
  const scale = one("scale", SCALES);
  const derived = list("add", DERIVED.length);
  const state: Exploration = {
    ...NOTHING,
    metrics: list("m", MOST_METRICS),
    dimensions: list("by", MOST_DIMENSIONS),
    ...(grain === undefined ? {} : { grain }),
    filters: filters.filters,
    ...(sort === undefined ? {} : { sort }),
    ...(top === undefined ? {} : { top }),
    rest: one("rest", ["1"]) === "1",
    ...(kind === undefined ? {} : { kind }),
    columns: list("cols", MOST_DIMENSIONS),
    derived: DERIVED.filter((each) => derived.includes(each)),
    ...(stack === undefined ? {} : { stack }),
    ...(scale === undefined ? {} : { scale }),
    rows: one("rows", ["1"]) === "1",
  };
  if (state.derived.length < derived.length) lost.add("add");
  return { state, lost: NAMES.filter((name) => lost.has(name)) };
}

/** Every name, so that what is not asked any more leaves the address. */
export function writeState(state: Exploration): ExploreSearch {
  const list = (words: readonly string[]): string | undefined => (words.length === 0 ? undefined : words.join(","));
  return {
    m: list(state.metrics),
    by: list(state.dimensions),
    step: state.grain,
    f: state.filters.length === 0 ? undefined : JSON.stringify(state.filters.map(({ field, op, value }) => [field, op, ...(value === undefined ? [] : [value].flat())])),
    sort: state.sort,
    top: state.top === undefined ? undefined : String(state.top),
    rest: state.rest ? "1" : undefined,
    as: state.kind,
    cols: list(state.columns),
    add: list(state.derived),
    stack: state.stack,
    scale: state.scale,
    rows: state.rows ? "1" : undefined,
  };
}

const SINGLE: readonly FilterOp[] = ["eq", "ne", "lt", "contains"];
const BARE: readonly FilterOp[] = ["is_null", "not_null"];

function readFilters(text: string | undefined): { readonly filters: readonly QueryFilter[]; readonly whole: boolean } {
  if (text === undefined) return { filters: [], whole: true };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { filters: [], whole: false };
  }
  if (!Array.isArray(raw)) return { filters: [], whole: false };
  const filters = raw.slice(0, MOST_FILTERS).map(readFilter).filter((one) => one !== null);
  return { filters, whole: filters.length === raw.length };
}

function readFilter(raw: unknown): QueryFilter | null {
  if (!Array.isArray(raw) || raw.length < 2 || raw.length > MOST_VALUES + 2) return null;
  const [field, asked, ...values] = raw as unknown[];
  const op = OPS.find((one) => one === asked);
  if (op === undefined || typeof field !== "string" || !KEY.test(field)) return null;
  if (!values.every((value): value is string => typeof value === "string" && value.length <= LONGEST_VALUE)) return null;
  if (BARE.includes(op)) return values.length === 0 ? { field, op } : null;
  if (!SINGLE.includes(op)) return { field, op, value: values };
  const [value] = values;
  return value !== undefined && values.length === 1 ? { field, op, value } : null;
}
